package dev.mcppolicy.analysis;

import org.jspecify.annotations.Nullable;

/**
 * A value that stands for itself, or for all the values that comparisons of its type can't tell
 * from it, as far as they can be told by trying.
 *
 * @param value the value
 * @param alone whether it stands for itself only
 */
record Sample(@Nullable Object value, boolean alone) {}
