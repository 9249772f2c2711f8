package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.quota.Cashier;
import dev.mcppolicy.internal.text.DecisionMessages;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What denies every call for which one limit has no room. The mark is how many milliseconds to
 * wait, or {@link #FOR_EVER}.
 *
 * @param limit the limit
 * @param policy the digest of the policy that it stands in
 */
record Shortage(LimitRule limit, @Nullable String policy) implements Grounds {

  private static final int FOR_EVER = -1;

  private static final long NANOS = 1_000_000;

  /**
   * Returns the decision that denies.
   *
   * @param wait the nanoseconds to wait, or {@link Cashier#NEVER}
   */
  Decision decision(long wait) {
    if (wait == Cashier.NEVER) {
      return Decisions.of(this, null, FOR_EVER);
    }
    long rounded = wait / NANOS + (wait % NANOS == 0 ? 0 : 1);
    if (rounded <= Integer.MAX_VALUE) {
      return Decisions.of(this, null, (int) rounded);
    }
    return Decisions.of(new Longer(this, rounded), null, 0);
  }

  @Override
  public Effect effect() {
    return Effect.DENY;
  }

  @Override
  public Code code() {
    return Code.LIMIT_EXCEEDED;
  }

  @Override
  public String rule() {
    return limit.pointer();
  }

  @Override
  public String message(int mark) {
    return message(limit, retryAfter(mark));
  }

  @Override
  public @Nullable Duration retryAfter(int mark) {
    return mark == FOR_EVER ? null : Duration.ofMillis(mark);
  }

  /** Returns what the agent is told by a limit that has no room for a while, or for ever. */
  static String message(LimitRule limit, @Nullable Duration rounded) {
    String onDeny = limit.onDeny();
    return onDeny == null ? DecisionMessages.limitExceeded(limit, rounded) : onDeny;
  }

  /** Returns a wait in whole milliseconds. */
  static Duration roundedUp(Duration wait) {
    Duration whole = Duration.ofMillis(wait.toMillis());
    return whole.equals(wait) ? wait : whole.plusMillis(1);
  }

  /** The same with a wait that is too long for a mark. */
  private record Longer(Shortage shortage, long millis) implements Grounds {

    @Override
    public Effect effect() {
      return Effect.DENY;
    }

    @Override
    public Code code() {
      return shortage.code();
    }

    @Override
    public String rule() {
      return shortage.rule();
    }

    @Override
    public String message(int mark) {
      return Shortage.message(shortage.limit, retryAfter(mark));
    }

    @Override
    public Duration retryAfter(int mark) {
      return Duration.ofMillis(millis);
    }

    @Override
    public @Nullable String policy() {
      return shortage.policy();
    }
  }
}
