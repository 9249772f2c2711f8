/**
 * Pages that stand in one file: they load nothing, can be read in the dark and on paper, and show
 * hostile text as what it is.
 */
@NullMarked
package dev.mcppolicy.analysis.internal.page;

import org.jspecify.annotations.NullMarked;
