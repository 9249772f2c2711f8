/** What was measured, what it has to be, and the page's tables and charts of both. */
@NullMarked
package dev.mcppolicy.benchmarks.report;

import org.jspecify.annotations.NullMarked;
