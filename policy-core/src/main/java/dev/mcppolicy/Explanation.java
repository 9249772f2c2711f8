package dev.mcppolicy;

import dev.mcppolicy.internal.text.ExplanationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A decision and the whole way to it. Nothing was spent for it, and nobody was asked; a call that
 * would be asked for is {@link Effect#ASK}.
 *
 * <p>It shows values of the arguments, shortened: it is for the policy's author, not for a log and
 * not for the agent.
 *
 * @param decision what would be decided
 * @param rules every rule that applies, in the order of the policy
 * @param counters every limit that applies, with what its window holds; empty if the call has no
 *     amount or key to count by
 */
public record Explanation(Decision decision, List<RuleTrace> rules, List<CounterTrace> counters) {

  /** Copies the lists. */
  public Explanation {
    Objects.requireNonNull(decision, "decision");
    rules = List.copyOf(rules);
    counters = List.copyOf(counters);
  }

  /** Returns an explanation of a decision to which no rule led. */
  public static Explanation of(Decision decision) {
    return new Explanation(decision, List.of(), List.of());
  }

  /** What a rule makes of the call. */
  public enum Verdict {
    /** It lets it pass. */
    PASSES,
    /** It denies it. */
    DENIES,
    /** It asks for approval. */
    ASKS
  }

  /** What a condition says of the call. */
  public enum Truth {
    /** It holds. */
    TRUE,
    /** It doesn't. */
    FALSE,
    /** It can't be judged. */
    UNKNOWN
  }

  /**
   * What one rule makes of the call.
   *
   * @param rule where it stands, as a JSON Pointer
   * @param verdict what it makes of the call
   * @param shadow whether it is only recorded
   * @param message what the policy says to it; empty if nothing
   * @param conditions its conditions; none if it is no predicate
   */
  public record RuleTrace(
      String rule,
      Verdict verdict,
      boolean shadow,
      String message,
      List<ConditionTrace> conditions) {
    /** Copies the list. */
    public RuleTrace {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * What one condition says of the call.
   *
   * @param pointer where it stands, as a JSON Pointer
   * @param text the condition, as in {@code args.amount lte 500}
   * @param seen the value it saw, shortened, with control characters escaped; empty for a group
   * @param truth what it says
   * @param parts the conditions of a group, or the elements that {@code [*]} reaches
   */
  public record ConditionTrace(
      String pointer, String text, String seen, Truth truth, List<ConditionTrace> parts) {
    /** Copies the list. */
    public ConditionTrace {
      parts = List.copyOf(parts);
    }
  }

  /**
   * How full the window of one limit is.
   *
   * @param rule where the limit stands, as a JSON Pointer
   * @param window its window, as the policy writes it; {@code in flight} for {@code concurrency}
   * @param max the most that it may hold
   * @param spent what it holds
   * @param amount what the call would add
   * @param fits whether that leaves room
   * @param roomIn how long until it does, if waiting helps
   */
  public record CounterTrace(
      String rule,
      String window,
      BigDecimal max,
      BigDecimal spent,
      BigDecimal amount,
      boolean fits,
      Optional<Duration> roomIn) {}

  /** Returns the explanation in lines that a person reads. */
  @Override
  public String toString() {
    return ExplanationText.of(this);
  }
}
