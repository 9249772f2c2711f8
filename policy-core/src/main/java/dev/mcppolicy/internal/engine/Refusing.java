package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.CallMessages;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.Freezer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reason to deny: what a rule or a limit found, before it becomes somebody's decision. It is
 * always the same decision under the same policy.
 *
 * <p>This class is thread-safe, and immutable but for the decision that it remembers.
 */
final class Refusing {

  private final Code code;
  private final String rule;
  private final Supplier<String> message;
  private final @Nullable Duration retryAfter;

  /** The policy's digest and what it comes to; safe to be read in a race, as all in it is final. */
  private @Nullable Known known;

  /**
   * Makes a reason.
   *
   * @param code why
   * @param rule what decided
   * @param message what the agent is told
   * @param retryAfter how long to wait, or null if no waiting helps
   */
  Refusing(Code code, String rule, Supplier<String> message, @Nullable Duration retryAfter) {
    this.code = code;
    this.rule = rule;
    this.message = new Said(message);
    this.retryAfter = retryAfter;
  }

  /**
   * A text that is put together when somebody first reads it, and kept.
   *
   * <p>This class is thread-safe: whoever reads it in a race puts the same together once more.
   */
  private static final class Said implements Supplier<String> {

    private final Supplier<String> source;
    private @Nullable String text;

    Said(Supplier<String> source) {
      this.source = source;
    }

    @Override
    public String get() {
      String known = text;
      if (known == null) {
        known = source.get();
        text = known;
      }
      return known;
    }
  }

  private record Known(@Nullable String policy, Decision decision) {}

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

  Code code() {
    return code;
  }

  String rule() {
    return rule;
  }

  Supplier<String> message() {
    return message;
  }

  Decision asDecision(@Nullable String policy) {
    Known latest = known;
    if (latest == null || !Objects.equals(latest.policy, policy)) {
      latest = new Known(policy, Decision.deny(policy, code, rule, message, retryAfter));
      known = latest;
    }
    return latest.decision;
  }
}
