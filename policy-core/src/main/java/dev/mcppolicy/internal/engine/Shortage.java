package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Effect;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.quota.Cashier;
import dev.mcppolicy.internal.text.DecisionMessages;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What denies every call for which one limit has no room. The mark is how many nanoseconds to wait,
 * or {@link Cashier#NEVER}.
 *
 * @param limit the limit
 * @param policy the digest of the policy that it stands in
 */
record Shortage(LimitRule limit, @Nullable String policy) implements Grounds {

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
  public String message(long mark) {
    return message(limit, retryAfter(mark));
  }

  @Override
  public @Nullable Duration retryAfter(long mark) {
    return mark == Cashier.NEVER ? null : roundedUp(Duration.ofNanos(mark));
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
}
