/** The command line: reads arguments, asks a library, prints what it answers. */
@NullMarked
package dev.mcppolicy.cli;

import org.jspecify.annotations.NullMarked;
