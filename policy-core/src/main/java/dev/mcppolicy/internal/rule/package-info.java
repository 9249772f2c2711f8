/**
 * Predicates and conditions: compares the values of a call with those of a policy. Pure: no clock,
 * no input or output, no state.
 */
@NullMarked
package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.NullMarked;
