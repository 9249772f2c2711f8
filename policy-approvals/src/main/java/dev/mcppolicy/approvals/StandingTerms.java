package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.store.CounterStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For what a yes goes on to stand: for a time, and within it for so many calls, for so much in all,
 * and while conditions of the policy's own language hold.
 *
 * <pre>{@code
 * StandingTerms.lasting(Duration.ofHours(1))
 *     .calls(10)
 *     .total("args.amount", 500)
 *     .onlyIf(Condition.arg("currency").eq("eur"))
 * }</pre>
 *
 * <p>The conditions are judged as those of {@code require}: a call of which they don't hold, or
 * can't be judged, is not covered, and is asked about as if there were no standing approval.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class StandingTerms {

  /** The longest that a yes can stand. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final CounterStore EMPTY = CounterStore.inMemory();

  private final Duration lasting;
  private final @Nullable Long calls;
  private final @Nullable String amountFrom;
  private final @Nullable BigDecimal total;
  private final List<String> predicates;
  private final PolicyEngine judge;

  private StandingTerms(
      Duration lasting,
      @Nullable Long calls,
      @Nullable String amountFrom,
      @Nullable BigDecimal total,
      List<String> predicates) {
    this.lasting = lasting;
    this.calls = calls;
    this.amountFrom = amountFrom;
    this.total = total;
    this.predicates = predicates;
    this.judge = PolicyEngine.builder(policy()).counters(EMPTY).build();
  }

  /**
   * Returns terms that end after a time.
   *
   * @throws IllegalArgumentException if {@code time} isn't longer than zero, or is longer than
   *     {@link #LONGEST}
   */
  public static StandingTerms lasting(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(ApprovalMessages.notLongerThanZero("time", time));
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(ApprovalMessages.tooLong("time", LONGEST, time));
    }
    return new StandingTerms(time, null, null, null, List.of());
  }

  /**
   * Returns these terms, for at most so many calls.
   *
   * @throws IllegalArgumentException if {@code most} is below 1
   */
  public StandingTerms calls(long most) {
    if (most < 1) {
      throw new IllegalArgumentException(ApprovalMessages.tooSmall("most", 1, most));
    }
    return new StandingTerms(lasting, most, amountFrom, total, predicates);
  }

  /** Returns these terms, for at most so much in all. */
  public StandingTerms total(String amountFrom, long most) {
    return total(amountFrom, BigDecimal.valueOf(most));
  }

  /**
   * Returns these terms, for at most so much in all; a call without an amount is not covered.
   *
   * @param amountFrom a path that says what a call spends, as in {@code args.amount}
   * @param most the most that all calls together may spend; sums are exact
   * @throws IllegalArgumentException if a limit could not have such a path or such a number
   */
  public StandingTerms total(String amountFrom, BigDecimal most) {
    Objects.requireNonNull(amountFrom, "amountFrom");
    Objects.requireNonNull(most, "most");
    return checked(() -> new StandingTerms(lasting, calls, amountFrom, most, predicates));
  }

  /** Returns these terms, for calls of which all conditions hold too. */
  public StandingTerms onlyIf(Condition... conditions) {
    Policy policy =
        checked(() -> Policy.allowByDefault().allTools(all -> all.require(conditions)).build());
    JsonNode written = Json.read(policy.toJson()).at("/all_tools/require/0");
    return with(written);
  }

  /**
   * Returns these terms, for calls of which a predicate holds too, as a policy writes it: {@code
   * {"conditions": [{"path": "args.currency", "op": "eq", "value": "eur"}]}}.
   *
   * @throws IllegalArgumentException if {@code predicate} is none
   */
  public StandingTerms onlyIf(String predicate) {
    Objects.requireNonNull(predicate, "predicate");
    return with(Json.read(predicate));
  }

  private StandingTerms with(JsonNode predicate) {
    List<String> all =
        Stream.concat(predicates.stream(), Stream.of(Json.print(predicate))).toList();
    return checked(() -> new StandingTerms(lasting, calls, amountFrom, total, all));
  }

  private static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidPolicyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What is covered, as a policy that allows it: one language and one judge for both. */
  private Policy policy() {
    ObjectNode document = Json.object().put("version", "1").put("default", "allow");
    ObjectNode entry = document.putObject("all_tools");
    predicates.forEach(predicate -> entry.withArray("require").add(Json.read(predicate)));
    if (amountFrom != null && total != null) {
      entry
          .putArray("limits")
          .addObject()
          .put("window", "lifetime")
          .put("max", total)
          .put("amount_from", amountFrom);
    }
    return Policy.parse(Json.print(document));
  }

  /**
   * Returns what a call spends of the total, zero if there is none; empty if the call is not
   * covered, or would be too much alone.
   */
  Optional<BigDecimal> covers(ToolCall call) {
    Explanation explanation = judge.explain(call);
    if (!explanation.decision().isAllowed()) {
      return Optional.empty();
    }
    return Optional.of(total == null ? BigDecimal.ZERO : explanation.counters().get(0).amount());
  }

  /** Returns how long they stand. */
  public Duration lasting() {
    return lasting;
  }

  /** Returns how many calls they cover; empty if any number. */
  public OptionalLong calls() {
    return calls == null ? OptionalLong.empty() : OptionalLong.of(calls);
  }

  /** Returns how much they cover in all; empty if any amount. */
  public Optional<BigDecimal> total() {
    return Optional.ofNullable(total);
  }

  /** Returns the path that says what a call spends; empty if nothing is summed up. */
  public Optional<String> amountFrom() {
    return Optional.ofNullable(amountFrom);
  }

  /** Returns the predicates that have to hold, as a policy writes them. */
  public List<String> predicates() {
    return predicates;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("lasting", lasting.toString());
    if (calls != null) {
      json.put("calls", calls);
    }
    if (amountFrom != null && total != null) {
      json.put("amount_from", amountFrom).put("total", total.toString());
    }
    predicates.forEach(json.withArray("predicates")::add);
    return json;
  }

  /** Reads what {@link #toJson} has written. */
  static StandingTerms of(JsonNode json) {
    StandingTerms terms = lasting(Duration.parse(Json.text(json, "lasting")));
    if (json.has("calls")) {
      terms = terms.calls(json.get("calls").longValue());
    }
    if (json.has("total")) {
      terms = terms.total(Json.text(json, "amount_from"), new BigDecimal(Json.text(json, "total")));
    }
    for (JsonNode predicate : json.path("predicates")) {
      terms = terms.onlyIf(predicate.textValue());
    }
    return terms;
  }

  /** Names the terms as a person says them. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("for ").append(lasting);
    if (calls != null) {
      out.append(", ").append(calls).append(calls == 1 ? " call" : " calls");
    }
    if (total != null) {
      out.append(", ").append(total.toPlainString()).append(" of ").append(amountFrom);
    }
    predicates.forEach(predicate -> out.append(", if ").append(predicate));
    return out.toString();
  }
}
