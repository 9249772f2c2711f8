/**
 * What a policy says, once it has been read: immutable, and free of anything that was only text.
 */
@NullMarked
package dev.mcppolicy.internal.model;

import org.jspecify.annotations.NullMarked;
