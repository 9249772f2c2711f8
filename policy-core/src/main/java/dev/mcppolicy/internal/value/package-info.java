/** What a JSON value is in memory: plain, frozen Java objects, their bounds and their print. */
@NullMarked
package dev.mcppolicy.internal.value;

import org.jspecify.annotations.NullMarked;
