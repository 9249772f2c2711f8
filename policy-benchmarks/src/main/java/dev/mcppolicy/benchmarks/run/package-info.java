/** The programs that measure: what the page shows, and what continuous integration compares. */
@NullMarked
package dev.mcppolicy.benchmarks.run;

import org.jspecify.annotations.NullMarked;
