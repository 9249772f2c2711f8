/** Tests of pages, some of them in a browser. */
@NullMarked
package dev.mcppolicy.cli.html;

import org.jspecify.annotations.NullMarked;
