package dev.mcppolicy.properties;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Plays schedules on a fresh engine, and writes down what it decides. */
public final class Player {

  /** A quarter of an hour before the clocks of Berlin are put back. */
  private static final Instant START = Instant.parse("2026-10-25T00:45:00Z");

  private final VirtualClock clock = new VirtualClock(START);
  private final PolicyEngine engine;
  private final BiFunction<PolicyEngine, ToolCall, Decision> way;
  private final List<Reservation> allowed = new ArrayList<>();

  /**
   * What can be seen of a decision.
   *
   * @param shadow what is seen of what enforcing would have answered
   */
  public record Seen(
      Effect effect,
      Optional<Code> code,
      String rule,
      String message,
      Optional<Duration> retryAfter,
      Optional<Seen> shadow) {

    /** Says what is seen. */
    public static Seen of(Decision decision) {
      return new Seen(
          decision.effect(),
          decision.code(),
          decision.rule(),
          decision.message(),
          decision.retryAfter(),
          decision.shadow().map(Seen::of));
    }

    /** Leaves out which of several rules is named, and its words. */
    public Seen whicheverRuleIsNamed() {
      return new Seen(effect, code, "", "", retryAfter, shadow.map(Seen::whicheverRuleIsNamed));
    }
  }

  private Player(PolicyEngine.Builder engine, BiFunction<PolicyEngine, ToolCall, Decision> way) {
    this.engine = engine.clock(clock).build();
    this.way = way;
  }

  /** Plays on an engine whose approver answers by the arguments, always the same. */
  public static Player of(Policy policy) {
    return on(PolicyEngine.builder(policy).approver(APPROVER));
  }

  /** Plays on such an engine without blocking. */
  public static Player async(Policy policy) {
    return asyncOn(PolicyEngine.builder(policy).approver(APPROVER));
  }

  /** Plays on an engine that was built otherwise, but for its clock. */
  public static Player on(PolicyEngine.Builder engine) {
    return new Player(engine, PolicyEngine::check);
  }

  /** Plays without blocking on an engine that was built otherwise, but for its clock. */
  public static Player asyncOn(PolicyEngine.Builder engine) {
    return new Player(engine, (built, call) -> built.checkAsync(call).join());
  }

  static final Approver APPROVER =
      request ->
          CompletableFuture.completedFuture(
              request.call().arguments().names().contains("k") ? Answer.APPROVE : Answer.DENY);

  public PolicyEngine engine() {
    return engine;
  }

  /** Plays all steps and returns what was seen of the calls. */
  public List<Seen> play(List<? extends Step> steps) {
    List<Seen> seen = new ArrayList<>();
    steps.forEach(step -> play(step).map(Seen::of).ifPresent(seen::add));
    return seen;
  }

  /** Plays one step; returns the decision if it is a call. */
  public Optional<Decision> play(Step step) {
    if (step instanceof Step.Advance advance) {
      clock.advance(advance.by());
    } else if (step instanceof Step.Settlement settlement) {
      int last = allowed.size() - 1 - settlement.which();
      if (last >= 0) {
        allowed.get(last).settle(settlement.outcome());
      }
    } else if (step instanceof Step.Call call) {
      Decision decision = way.apply(engine, call.toCall());
      if (decision.isAllowed()) {
        allowed.add(decision.reservation());
      }
      return Optional.of(decision);
    }
    return Optional.empty();
  }

  /** Returns the tools that a caller sees. */
  public List<String> visible() {
    return RandomPolicies.TOOLS.stream()
        .filter(tool -> engine.isVisible(tool, Caller.byDefault()))
        .toList();
  }
}
