/**
 * A naive second implementation of the policy language, written from its page alone, against which
 * the engine is checked.
 *
 * <p>It shares no code with the product: lists, loops and {@link java.math.BigDecimal}, as slow as
 * it likes. Where the two disagree, the page decides.
 */
@NullMarked
package dev.mcppolicy.reference;

import org.jspecify.annotations.NullMarked;
