package dev.mcppolicy.testing;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A policy in virtual time: an engine of its own with empty counters, a clock that stands still
 * until it is told to move, and an approver that answers as it is told.
 *
 * <p>Not thread-safe: a rehearsal is a story, in which one thing follows another.
 */
public final class Rehearsal {

  private static final Explanation NOT_EXPLAINED =
      Explanation.of(Decision.allow(null, Reservation.NOTHING, null));

  private final VirtualClock clock;
  private final PolicyEngine engine;
  private final CoverageRecorder recorder;
  private final BiFunction<PolicyEngine, ToolCall, Decision> judging;
  private Approver.Answer answer = Approver.Answer.DENY;
  private int asked;

  Rehearsal(
      Policy policy,
      Instant start,
      CoverageRecorder recorder,
      BiFunction<PolicyEngine, ToolCall, Decision> judging) {
    this(policy, start, recorder, judging, CounterStore.inMemory());
  }

  Rehearsal(
      Policy policy,
      Instant start,
      CoverageRecorder recorder,
      BiFunction<PolicyEngine, ToolCall, Decision> judging,
      CounterStore counters) {
    this.judging = judging;
    this.clock = new VirtualClock(start);
    this.recorder = recorder;
    this.engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .counters(counters)
            .approver(
                request -> {
                  asked++;
                  return CompletableFuture.completedFuture(answer);
                })
            .build();
  }

  /** Returns a rehearsal that starts at {@code 1970-01-01T00:00:00Z}. */
  public static Rehearsal of(Policy policy) {
    return startingAt(policy, Instant.EPOCH);
  }

  /** Returns a rehearsal that starts at a moment. */
  public static Rehearsal startingAt(Policy policy, Instant start) {
    return new Rehearsal(policy, start, SeenRules.of(policy), PolicyEngine::check);
  }

  static Rehearsal recordedBy(CoverageRecorder recorder, Policy policy, Instant start) {
    return new Rehearsal(policy, start, recorder, PolicyEngine::check);
  }

  /**
   * What was seen of one call.
   *
   * @param decision what was decided; an allowed call has still to be settled
   * @param explanation how it came to that, before anybody was asked for approval
   * @param asked whether approval was asked for
   */
  public record Observation(Decision decision, Explanation explanation, boolean asked) {
    /** Checks that nothing is null. */
    public Observation {
      Objects.requireNonNull(decision, "decision");
      Objects.requireNonNull(explanation, "explanation");
    }

    /** Says in a line what was decided, as failures of policy tests do. */
    @Override
    public String toString() {
      return TestingMessages.seen(this);
    }
  }

  /**
   * Makes a call.
   *
   * @param call the call
   * @param answer what is answered if approval is asked for
   */
  public Observation call(ToolCall call, Approver.Answer answer) {
    Explanation explanation = engine.explain(call);
    Observation seen = observe(call, answer, explanation);
    recorder.saw(call.tool(), seen);
    return seen;
  }

  /** Makes a call of which nobody wants to know how it was decided. */
  Observation callUnexplained(ToolCall call, Approver.Answer answer) {
    return observe(call, answer, NOT_EXPLAINED);
  }

  private Observation observe(ToolCall call, Approver.Answer answer, Explanation explanation) {
    this.answer = Objects.requireNonNull(answer, "answer");
    asked = 0;
    Decision decision = judging.apply(engine, call);
    return new Observation(decision, explanation, asked > 0);
  }

  /** Says in a line what is called, with the arguments, shortened, but not who calls. */
  public static String describe(ToolCall call) {
    return TestingMessages.call(call);
  }

  /** Returns those of some tools that a caller sees, in their order. */
  public List<String> visible(List<String> tools, Caller caller) {
    return visible(tools, caller, null);
  }

  List<String> visible(List<String> tools, Caller caller, @Nullable ToolReview review) {
    List<String> visible =
        tools.stream()
            .filter(
                tool ->
                    review == null
                        ? engine.isVisible(tool, caller)
                        : engine.isVisible(tool, caller, review))
            .toList();
    recorder.sawList(tools, visible);
    return visible;
  }

  /**
   * Moves the clock on.
   *
   * @throws IllegalArgumentException if {@code time} isn't longer than zero, or takes the clock
   *     more than 292 years from its start
   */
  public void advance(Duration time) {
    clock.advance(time);
  }

  /** Returns what the virtual clock shows. */
  public Instant now() {
    return clock.wall();
  }

  /** Returns how much of the policy was reached so far. */
  public Coverage coverage() {
    return new Coverage(recorder instanceof SeenRules seen ? List.of(seen.coverage()) : List.of());
  }
}
