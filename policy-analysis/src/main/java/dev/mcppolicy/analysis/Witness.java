package dev.mcppolicy.analysis;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of calls that two policies judge alike up to the last, and the last differently: both
 * engines were run to find out.
 *
 * @param start the time at which the first step is taken, with empty counters
 * @param steps what is done, one after the other; the last is a call or a look at the list of tools
 * @param older what the old policy says of the last step
 * @param newer what the new policy says of the last step
 */
public record Witness(Instant start, List<Step> steps, Judgement older, Judgement newer) {

  /** Copies the list. */
  public Witness {
    Objects.requireNonNull(start, "start");
    steps = List.copyOf(steps);
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
  }

  /** What is done. */
  public sealed interface Step permits Call, Advance, Look {}

  /**
   * A call, made several times. A call that needs approval gets it.
   *
   * @param call what is called, by whom, and where
   * @param times how often, at least once
   * @param outcome what became of it, or null if it stays in flight
   */
  public record Call(ToolCall call, int times, @Nullable Outcome outcome) implements Step {

    /** Checks that there is a call. */
    public Call {
      Objects.requireNonNull(call, "call");
      if (times < 1) {
        throw new IllegalArgumentException("times must be >= 1: " + times);
      }
    }

    /** Returns what became of it; empty if it stays in flight. */
    public Optional<Outcome> settled() {
      return Optional.ofNullable(outcome);
    }
  }

  /** Time goes by. */
  public record Advance(Duration duration) implements Step {}

  /** Somebody looks whether a tool stands in the list of tools. */
  public record Look(String tool) implements Step {}

  /**
   * What a policy says of a step.
   *
   * @param verdict whether the call may go out
   * @param code why not, if it may not, as in {@code limit_exceeded}; of what is only recorded,
   *     what enforcing would say
   * @param rule what decided, as a JSON Pointer into the policy; empty if nothing did
   */
  public record Judgement(Verdict verdict, Optional<String> code, String rule) {}

  /** What becomes of a call, or of a tool in a list. */
  public enum Verdict {
    /** The call is denied. */
    DENY,
    /** Approval is asked for. */
    APPROVAL,
    /** The call is allowed. */
    ALLOW,
    /** The tool is left out of the list of tools. */
    UNSEEN,
    /** The tool stands in the list of tools. */
    SEEN
  }
}
