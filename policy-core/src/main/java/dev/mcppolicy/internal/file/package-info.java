/** What several writers of files have in common. */
@NullMarked
package dev.mcppolicy.internal.file;

import org.jspecify.annotations.NullMarked;
