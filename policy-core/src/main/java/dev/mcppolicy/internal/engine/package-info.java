/** Turns rules, quotas and a call into a decision; the order of judging is written here, once. */
@NullMarked
package dev.mcppolicy.internal.engine;

import org.jspecify.annotations.NullMarked;
