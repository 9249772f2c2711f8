package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.spec.McpError;
import reactor.core.publisher.Mono;

/**
 * Tells of a denial: as a tool result that a model reads, or as an exception if the host asked for
 * it.
 *
 * @param throwing whether it did
 */
record Refuser(boolean throwing) {

  /** Refuses a tool call. */
  Mono<Object> refuseCall(Decision decision) {
    return throwing
        ? Mono.error(new PolicyDeniedException(decision))
        : Mono.just(Refusals.asResult(decision));
  }

  /** Refuses another request, whose result has no room for a reason. */
  <T> Mono<T> refuseRequest(Decision decision) {
    return Mono.error(
        throwing ? new PolicyDeniedException(decision) : new McpError(Refusals.asError(decision)));
  }
}
