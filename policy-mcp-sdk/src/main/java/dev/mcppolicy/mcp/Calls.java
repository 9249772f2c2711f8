package dev.mcppolicy.mcp;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tool calls of a client that is wrapped, from their judging to their settlement. Thread-safe. */
interface Calls {

  /**
   * Makes a call if the policy lets it, now or when the result is subscribed to, which has to be
   * done at once.
   *
   * @param params what the call was asked for with
   * @param sender who waits for the result
   * @return the result of the call, or its refusal
   */
  Mono<Object> call(@Nullable Object params, Identity who, Sender sender);
}
