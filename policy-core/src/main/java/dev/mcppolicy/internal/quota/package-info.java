/**
 * The built-in counter store: what has been spent, by whom, and until when it counts.
 *
 * <p>The only package of the core with state. {@link dev.mcppolicy.internal.quota.Shelves} is its
 * door.
 */
@NullMarked
package dev.mcppolicy.internal.quota;

import org.jspecify.annotations.NullMarked;
