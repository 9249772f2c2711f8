/** What the examples share: servers to call, an agent that calls them, policies and a clock. */
@NullMarked
package dev.mcppolicy.examples.stage;

import org.jspecify.annotations.NullMarked;
