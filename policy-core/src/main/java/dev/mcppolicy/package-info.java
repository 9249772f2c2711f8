/** Decides, inside the host's own process, whether an AI agent's tool call may proceed. */
@NullMarked
package dev.mcppolicy;

import org.jspecify.annotations.NullMarked;
