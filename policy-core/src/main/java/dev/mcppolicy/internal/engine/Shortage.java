package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.quota.Cashier;
import dev.mcppolicy.internal.text.LimitText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What denies every call for which one limit has no room. The mark is how many milliseconds to
 * wait, as a number without a sign, or {@link #FOR_EVER}: it reaches beyond a month.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Shortage implements Grounds {

  private static final int FOR_EVER = -1;

  private static final long NANOS = 1_000_000;

  private final String rule;
  private final @Nullable String policy;
  private final @Nullable String onDeny;
  private final LimitText text;

  /**
   * Makes the grounds.
   *
   * @param limit the limit
   * @param policy the digest of the policy that it stands in
   */
  Shortage(LimitRule limit, @Nullable String policy) {
    this.rule = limit.pointer();
    this.policy = policy;
    this.onDeny = limit.onDeny();
    this.text = LimitText.of(limit);
  }

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
    if (rounded < Integer.toUnsignedLong(FOR_EVER)) {
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
    return rule;
  }

  @Override
  public String message(int mark) {
    if (mark == FOR_EVER) {
      return onDeny == null ? text.forEver() : onDeny;
    }
    return message(Integer.toUnsignedLong(mark));
  }

  private String message(long millis) {
    return onDeny == null ? text.waiting(millis) : onDeny;
  }

  @Override
  public @Nullable String policy() {
    return policy;
  }

  @Override
  public @Nullable Duration retryAfter(int mark) {
    return mark == FOR_EVER ? null : Duration.ofMillis(Integer.toUnsignedLong(mark));
  }

  /**
   * Returns what the agent is told by a limit that has no room.
   *
   * @param wait how long, in whole milliseconds, or null for ever
   */
  static String message(LimitRule limit, @Nullable Duration wait) {
    String onDeny = limit.onDeny();
    if (onDeny != null) {
      return onDeny;
    }
    LimitText text = LimitText.of(limit);
    return wait == null ? text.forEver() : text.waiting(wait.toMillis());
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
      return shortage.message(millis);
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
