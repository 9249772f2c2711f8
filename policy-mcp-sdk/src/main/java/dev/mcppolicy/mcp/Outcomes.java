package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells what became of a request from what came back. */
final class Outcomes {

  private static final int DEPTH = 20;

  private Outcomes() {}

  static Outcome of(JSONRPCResponse response) {
    return response.error() == null ? ofResult(response.result()) : Outcome.ERROR;
  }

  static Outcome ofResult(@Nullable Object result) {
    boolean failed =
        result instanceof CallToolResult typed
            ? Boolean.TRUE.equals(typed.isError())
            : result instanceof Map<?, ?> raw && Boolean.TRUE.equals(raw.get("isError"));
    return failed ? Outcome.FAILURE : Outcome.OK;
  }

  /** Tells it from an error; what isn't known may have run. */
  static Outcome ofError(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      if (cause instanceof McpError) {
        return Outcome.ERROR;
      }
      if (cause instanceof TimeoutException) {
        return Outcome.TIMEOUT;
      }
      if (cause instanceof InterruptedException) {
        return Outcome.CANCELLED;
      }
      cause = cause.getCause();
    }
    return Outcome.LOST;
  }
}
