package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.CallMessages;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.Freezer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reason to deny: what a rule or a limit found, before it becomes somebody's decision.
 *
 * @param code why
 * @param rule what decided
 * @param message what the agent is told
 * @param retryAfter how long to wait, or null if no waiting helps
 */
record Refusing(Code code, String rule, Supplier<String> message, @Nullable Duration retryAfter) {

  static Refusing of(Code code, String rule, Supplier<String> message) {
    return new Refusing(code, rule, message, null);
  }

  /** Returns why a call is none, or null. */
  static @Nullable Refusing unjudgeable(ToolCall call) {
    if (call.tool().isEmpty()) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::noName);
    }
    if (Freezer.hasLoneSurrogate(call.tool())) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::nameIsBroken);
    }
    String problem = call.arguments().problem().orElse(null);
    return problem == null
        ? null
        : Refusing.of(Code.INVALID_CALL, "", () -> DecisionMessages.invalidArguments(problem));
  }

  Decision asDecision(@Nullable String policy) {
    return Decision.deny(policy, code, rule, message, retryAfter);
  }
}
