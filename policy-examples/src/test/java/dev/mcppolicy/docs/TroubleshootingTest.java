package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.ToolRules;
import dev.mcppolicy.internal.text.Topic;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of troubles has a section for each, with the words in which each shows itself. */
class TroubleshootingTest {

  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");
  private static final Page PAGE = Page.of("docs/troubleshooting.md");
  private static final Page JUDGED = Page.of("docs/how-a-call-is-judged.md");
  private static final Policy POLICY =
      Policy.denyByDefault()
          .hide("delete_*")
          .tool("drop_table", tool -> tool.deny("Tables are dropped by people."))
          .tool(
              "close_account",
              tool -> tool.approveIf(dev.mcppolicy.Condition.arg("undone").existsNot()))
          .tool("search", tool -> tool.allowedArgs("query").rateLimit("2/minute"))
          .tool("convert", ToolRules::validateArgs)
          .tool("export", tool -> tool.concurrency(1))
          .tool(
              "create_charge",
              tool ->
                  tool.require(Condition.arg("currency").in("usd", "eur"))
                      .denyIf(Condition.arg("amount").gt(50_000))
                      .limit(Limit.of(100_000, "day").amountFrom("args.amount"))
                      .limit(Limit.of(5, "hour").per("args.customer")))
          .build();

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void hear() {
    LOG.setLevel(null);
  }

  @Test
  void everyTopicOfAnInvalidPolicyHasASection() {
    for (Topic topic : Topic.values()) {
      assertThat(PAGE.anchors()).containsKey(topic.anchor());
      assertThat(PAGE.section(topic.anchor()))
          .contains("```json invalid", "#" + topic.anchor())
          .contains("**Symptom.**", "**Reason.**", "**Solution.**");
    }
  }

  @Test
  void everyCodeHasASectionWithWhatTheAgentReads() {
    Map<Code, Decision> denials = denials();
    assertThat(denials).containsOnlyKeys(Code.values());
    denials.forEach(
        (code, decision) -> {
          assertThat(decision.code()).contains(code);
          assertThat(JUDGED.text())
              .contains("[`" + code.id() + "`](troubleshooting.md#" + code.id() + ")");
          assertThat(PAGE.anchors()).containsKey(code.id());
          assertThat(PAGE.section(code.id()))
              .contains("**Symptom.**", "**Reason.**", "**Solution.**")
              .contains("`" + shown(decision) + "`");
        });
  }

  /** What an agent reads or, where none does, what a host does. */
  private static String shown(Decision decision) {
    return decision.effect() == Effect.ASK ? decision.message() : decision.textForAgent();
  }

  private static ToolReview review(DefinitionChange change) {
    return new ToolReview() {
      @Override
      public Set<DefinitionChange> changes() {
        return Set.of(change);
      }

      @Override
      public Optional<String> misfit(Arguments arguments, boolean closed) {
        return Optional.empty();
      }
    };
  }

  private static Map<Code, Decision> denials() {
    Map<Code, Decision> denials = new EnumMap<>(Code.class);
    PolicyEngine engine = engine(POLICY, null);
    denials.put(Code.HIDDEN, engine.check(ToolCall.of("delete_customer")));
    denials.put(Code.NOT_LISTED, engine.check(ToolCall.of("refund")));
    denials.put(Code.DENIED, engine.check(ToolCall.of("drop_table")));
    denials.put(
        Code.ARGUMENT_NOT_ALLOWED, engine.check(ToolCall.of("search", Map.of("cursor", 2))));
    ToolReview changed = review(DefinitionChange.DESCRIPTION);
    denials.put(Code.DEFINITION_CHANGED, engine.check(ToolCall.of("search").withReview(changed)));
    denials.put(Code.INVALID_ARGUMENTS, engine.check(ToolCall.of("convert")));
    denials.put(Code.REQUIRE_FAILED, charge(engine, "gbp", 100, "c1"));
    denials.put(Code.DENY_IF_MATCHED, charge(engine, "usd", 60_000, "c1"));
    denials.put(Code.INVALID_AMOUNT, charge(engine, "usd", -5, "c1"));
    denials.put(Code.INVALID_KEY, charge(engine, "usd", 100, List.of("c1")));
    engine.check(ToolCall.of("search"));
    engine.check(ToolCall.of("search"));
    denials.put(Code.LIMIT_EXCEEDED, engine.check(ToolCall.of("search")));
    engine.check(ToolCall.of("export"));
    denials.put(Code.CONCURRENCY_EXCEEDED, engine.check(ToolCall.of("export")));
    PolicyEngine small =
        PolicyEngine.builder(POLICY).counters(InMemoryCounterStore.withMaxKeys(1)).build();
    small.check(ToolCall.of("search"));
    denials.put(
        Code.STORE_FULL, small.check(ToolCall.of("search").withCaller(Caller.of("another"))));
    denials.put(
        Code.STORE_UNAVAILABLE,
        PolicyEngine.builder(POLICY)
            .counters(new BrokenStore())
            .build()
            .check(ToolCall.of("search")));
    for (Answer answer : List.of(Answer.DENY, Answer.TIMEOUT, Answer.PENDING)) {
      Decision denial = engine(POLICY, answer).check(ToolCall.of("close_account"));
      denials.put(denial.code().orElseThrow(), denial);
    }
    Policy shadow =
        Policy.denyByDefault()
            .shadow()
            .tool("close_account", tool -> tool.requireApproval("Closing an account is final."))
            .build();
    denials.put(
        Code.APPROVAL_REQUIRED,
        engine(shadow, null).check(ToolCall.of("close_account")).shadow().orElseThrow());
    denials.put(
        Code.AUDIT_UNAVAILABLE,
        PolicyEngine.builder(POLICY)
            .recorder(new BrokenRecorder())
            .build()
            .check(ToolCall.of("search")));
    denials.put(
        Code.NO_POLICY,
        PolicyEngine.builder(Policies.byGrant(Map.of("ci", POLICY)))
            .build()
            .check(ToolCall.of("search")));
    denials.put(
        Code.INVALID_CALL, engine.check(ToolCall.of("search", Map.of("query", new Object()))));
    denials.put(
        Code.INTERNAL_ERROR,
        PolicyEngine.builder(POLICY).clock(new BrokenClock()).build().check(ToolCall.of("search")));
    return denials;
  }

  private static PolicyEngine engine(Policy policy, Answer answer) {
    PolicyEngine.Builder builder = PolicyEngine.builder(policy).clock(new TestClock());
    if (answer != null) {
      builder.approver(request -> CompletableFuture.completedFuture(answer));
    }
    return builder.build();
  }

  private static Decision charge(
      PolicyEngine engine, String currency, int amount, Object customer) {
    return engine.check(
        ToolCall.of(
            "create_charge", Map.of("currency", currency, "amount", amount, "customer", customer)));
  }

  /** A recorder whose disk is full. */
  private static final class BrokenRecorder implements DecisionRecorder {
    @Override
    public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
      return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
    }

    @Override
    public void settled(SettlementEvent event) {}
  }

  /** A clock that can't be read. */
  private static final class BrokenClock implements PolicyClock {
    @Override
    public long nanos() {
      throw new IllegalStateException("no clock");
    }

    @Override
    public Instant wall() {
      throw new IllegalStateException("no clock");
    }
  }

  /** A store that never answers anything but that it can't. */
  private static final class BrokenStore implements CounterStore {
    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("no connection"));
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      return CompletableFuture.failedFuture(new IllegalStateException("no connection"));
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("no connection"));
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 1, 0);
    }
  }
}
