package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
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

  Decision asDecision(@Nullable String policy) {
    return Decision.deny(policy, code, rule, message, retryAfter);
  }
}
