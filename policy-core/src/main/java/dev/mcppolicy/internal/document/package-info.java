/** Reads documents: JSON with its places, the tables of what may stand where, and the model. */
@NullMarked
package dev.mcppolicy.internal.document;

import org.jspecify.annotations.NullMarked;
