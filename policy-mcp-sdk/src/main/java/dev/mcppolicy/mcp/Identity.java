package dev.mcppolicy.mcp;

import dev.mcppolicy.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the host said.
 *
 * @param caller who calls, or null if the host failed to say it
 */
record Identity(@Nullable Caller caller) {

  static final Identity FAILED = new Identity(null);
}
