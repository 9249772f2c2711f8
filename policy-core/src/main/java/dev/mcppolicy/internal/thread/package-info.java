/** What the threads of all modules have in common. */
@NullMarked
package dev.mcppolicy.internal.thread;

import org.jspecify.annotations.NullMarked;
