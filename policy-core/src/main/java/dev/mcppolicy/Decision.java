package dev.mcppolicy;

import dev.mcppolicy.internal.engine.Decisions;
import dev.mcppolicy.internal.engine.Grounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of one call.
 *
 * <p>Engines share one object among decisions that don't differ; nothing may depend on its
 * identity.
 *
 * <p>This class is immutable and thread-safe, but for the reservation it carries.
 */
public final class Decision {

  /** What the text that an agent reads begins with when its call was denied. */
  public static final String PREFIX = "[POLICY DENIED] ";

  private static final VarHandle STAKE;

  static {
    try {
      STAKE = MethodHandles.lookup().findVarHandle(Decision.class, "stake", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    Decisions.offer(Decision::new);
  }

  private final Grounds grounds;
  private final int mark;

  /** What is to be settled; null once it is. */
  @SuppressWarnings("unused") // through STAKE
  private @Nullable Object stake;

  private Decision(Grounds grounds, @Nullable Object stake, int mark) {
    this.grounds = grounds;
    this.stake = stake;
    this.mark = mark;
  }

  /**
   * Returns a decision that lets a call through.
   *
   * @param policy the digest of the policy that decided
   * @param reservation what the call took
   * @param shadow what enforcing would have answered instead, or null if the same
   */
  public static Decision allow(
      @Nullable String policy, Reservation reservation, @Nullable Decision shadow) {
    Objects.requireNonNull(reservation, "reservation");
    return of(
        new OwnGrounds(Effect.ALLOW, null, "", () -> "", null, policy, reservation, shadow, null));
  }

  /**
   * Returns a decision that denies a call.
   *
   * @param policy the digest of the policy that decided, or null if there was none
   * @param code why
   * @param rule what decided, as a JSON Pointer into the policy
   * @param message what the agent is told; asked for only when somebody reads it
   * @param retryAfter how long to wait, or null if no waiting helps
   */
  public static Decision deny(
      @Nullable String policy,
      Code code,
      String rule,
      Supplier<String> message,
      @Nullable Duration retryAfter) {
    return of(
        new OwnGrounds(
            Effect.DENY,
            Objects.requireNonNull(code, "code"),
            Objects.requireNonNull(rule, "rule"),
            Objects.requireNonNull(message, "message"),
            retryAfter,
            policy,
            Reservation.NOTHING,
            null,
            null));
  }

  /**
   * Returns a decision that approval would be asked for.
   *
   * @param policy the digest of the policy that decided
   * @param rule what asks, as a JSON Pointer into the policy
   * @param message why
   */
  public static Decision ask(@Nullable String policy, String rule, Supplier<String> message) {
    return of(
        new OwnGrounds(
            Effect.ASK,
            Code.APPROVAL_REQUIRED,
            Objects.requireNonNull(rule, "rule"),
            Objects.requireNonNull(message, "message"),
            null,
            policy,
            Reservation.NOTHING,
            null,
            null));
  }

  private static Decision of(Grounds grounds) {
    return new Decision(grounds, null, 0);
  }

  /** Returns this decision, made of the call with other arguments than it was asked about. */
  public Decision edited(Arguments arguments) {
    Objects.requireNonNull(arguments, "arguments");
    return of(
        new OwnGrounds(
            effect(),
            grounds.code(),
            rule(),
            this::message,
            grounds.retryAfter(mark),
            grounds.policy(),
            reservation(),
            grounds.shadow(),
            arguments));
  }

  /** Returns what to do with the call. */
  public Effect effect() {
    return grounds.effect();
  }

  /** Says whether the call may go out. */
  public boolean isAllowed() {
    return grounds.effect() == Effect.ALLOW;
  }

  /** Returns why the call was not let through; empty if it was. */
  public Optional<Code> code() {
    return Optional.ofNullable(grounds.code());
  }

  /** Returns what decided, as a JSON Pointer into the policy; empty if the call is allowed. */
  public String rule() {
    return grounds.rule();
  }

  /** Returns what the agent is told, without the {@link #PREFIX}; empty if the call is allowed. */
  public String message() {
    return grounds.message(mark);
  }

  /** Returns the text of a tool result that denies: the {@link #PREFIX} and the message. */
  public String textForAgent() {
    return PREFIX + message();
  }

  /**
   * Returns how long to wait until the same call alone would be admitted by all its limits; empty
   * where no waiting helps.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(grounds.retryAfter(mark));
  }

  /** Returns the digest of the policy that decided; empty if there was none. */
  public Optional<String> policy() {
    return Optional.ofNullable(grounds.policy());
  }

  /** Returns what the call has taken; of a call that is not allowed, nothing. */
  public Reservation reservation() {
    Reservation taken = grounds.reservation();
    return taken == null ? this::settle : taken;
  }

  private void settle(Outcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    Object open = STAKE.getAndSet(this, null);
    if (open != null) {
      grounds.settle(open, mark, outcome);
    }
  }

  /**
   * Returns the arguments that were judged instead of the call's own, since whoever approved it
   * changed them; empty if nobody did. Only an engine that {@linkplain
   * PolicyEngine.Builder#acceptEdits accepts edits} makes such decisions.
   */
  public Optional<Arguments> edited() {
    return Optional.ofNullable(grounds.edited());
  }

  /**
   * Returns a call as it was judged, and has to be sent if it is allowed.
   *
   * @param call the call that was asked about
   */
  public ToolCall judged(ToolCall call) {
    Arguments edited = grounds.edited();
    return edited == null ? call : call.withArguments(edited);
  }

  /**
   * Returns what enforcing would have answered to a call that is allowed because a rule is in
   * shadow mode; empty if the same.
   */
  public Optional<Decision> shadow() {
    return Optional.ofNullable(grounds.shadow());
  }

  /** Names the effect, the code and the rule. */
  @Override
  public String toString() {
    String changed = grounds.edited() == null ? "" : " (edited)";
    if (grounds.code() == null) {
      Decision shadow = grounds.shadow();
      return "ALLOW" + (shadow == null ? "" : " (in shadow: " + shadow + ")") + changed;
    }
    Duration wait = grounds.retryAfter(mark);
    return effect()
        + " "
        + grounds.code()
        + " "
        + rule()
        + (wait == null ? "" : ", retry after " + wait)
        + changed;
  }
}
