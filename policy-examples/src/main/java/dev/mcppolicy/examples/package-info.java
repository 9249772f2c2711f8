/** Programs to read, run and copy from. */
@NullMarked
package dev.mcppolicy.examples;

import org.jspecify.annotations.NullMarked;
