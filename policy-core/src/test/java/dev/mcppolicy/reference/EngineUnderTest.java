package dev.mcppolicy.reference;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine that has loaded a policy, and is driven step by step in virtual time. */
interface EngineUnderTest {

  /** Loads policies. */
  interface Loader {

    /**
     * Loads a policy; the clock stands at the start.
     *
     * @throws RefusedException if the policy is refused
     */
    EngineUnderTest load(String policy, Instant start);
  }

  /** A policy that should load is refused. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** What an engine answers to a call; the rule that it names is one of possibly several. */
  record Seen(
      boolean allowed,
      @Nullable String code,
      @Nullable String rule,
      @Nullable String message,
      @Nullable Duration retryAfter,
      @Nullable String shadow,
      @Nullable String shadowRule,
      boolean asked) {}

  Seen call(Step.Call call);

  /**
   * What the engine says it would answer, without spending anything or asking anybody; {@code
   * approval_required} where it would ask. Null if it can't say.
   */
  default @Nullable Seen explain(Step.Call call) {
    return null;
  }

  /** Says how a call ended that was allowed; may be said again. */
  void settle(int call, Reply reply);

  void advance(Duration time);

  List<String> visible(List<String> names);
}
