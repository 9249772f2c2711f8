package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a decision into what an agent, a server or a host reads. */
final class Refusals {

  /** The key in {@code _meta} of a tool result. */
  static final String KEY = "dev.mcppolicy/decision";

  /** The code of a protocol error, of those that are left to implementations. */
  static final int ERROR_CODE = -32001;

  private Refusals() {}

  /** Returns a tool result: the reason in the first text, and the rest in {@code _meta}. */
  static CallToolResult asResult(Decision decision) {
    return CallToolResult.builder()
        .content(List.of(new TextContent(decision.textForAgent())))
        .isError(Boolean.TRUE)
        .meta(Map.of(KEY, details(decision)))
        .build();
  }

  /** Returns a protocol error, for a request whose result has no room for a reason. */
  static JSONRPCError asError(Decision decision) {
    return new JSONRPCError(ERROR_CODE, decision.textForAgent(), Map.of(KEY, details(decision)));
  }

  private static Map<String, Object> details(Decision decision) {
    Map<String, Object> details = new LinkedHashMap<>();
    decision.code().ifPresent(code -> details.put("code", code.id()));
    details.put("rule", decision.rule());
    decision.retryAfter().ifPresent(wait -> details.put("retryAfterMs", millis(wait)));
    decision.policy().ifPresent(policy -> details.put("policy", policy));
    return details;
  }

  /** Returns the milliseconds of a wait, rounded up. */
  private static long millis(Duration wait) {
    try {
      return wait.plusNanos(999_999).toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
