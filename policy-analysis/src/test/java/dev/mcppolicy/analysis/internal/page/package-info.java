/** Tests of pages, some of them in a browser. */
@NullMarked
package dev.mcppolicy.analysis.internal.page;

import org.jspecify.annotations.NullMarked;
