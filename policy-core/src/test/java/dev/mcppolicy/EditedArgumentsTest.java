package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Approvals that come with other arguments, and refusals that come with a reason. */
class EditedArgumentsTest {

  private static final Policy POLICY =
      Policy.parse(
          """
          {"version": "1", "default": "deny", "tools": { "pay": {
             "allowed_args": ["amount", "to"],
             "require": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 0 } ],
                            "on_deny": "Pay something." } ],
             "approve_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 10 } ] } ],
             "limits": [ { "counter": "spend", "window": "day", "max": 100,
                           "amount_from": "args.amount" } ] } } }
          """);

  private final VirtualClock clock = new VirtualClock();
  private final List<DecisionEvent> heard = new ArrayList<>();
  private final List<ApprovalRequest> asked = new ArrayList<>();
  private Answer answer = Answer.DENY;

  private PolicyEngine engine() {
    return builder(POLICY).acceptEdits().build();
  }

  private PolicyEngine.Builder builder(Policy policy) {
    return PolicyEngine.builder(policy)
        .clock(clock)
        .listener(heard::add)
        .approver(
            request -> {
              asked.add(request);
              return CompletableFuture.completedFuture(answer);
            });
  }

  private static ToolCall pay(Object amount) {
    return ToolCall.of("pay", Map.of("amount", amount, "to", "ann"));
  }

  private static Answer changedTo(Object amount) {
    return Answer.approve(pay(amount).arguments());
  }

  private static BigDecimal spent(PolicyEngine engine) {
    return engine.explain(pay(1)).counters().get(0).spent();
  }

  @Test
  void theCallIsAllowedWithTheOtherArgumentsAndSpendsWhatTheySay() {
    PolicyEngine engine = engine();
    answer = changedTo(20);
    Decision decision = engine.check(pay(90));
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.edited()).isPresent();
    assertThat(decision.judged(pay(90)).arguments().asMap()).containsEntry("amount", 20);
    assertThat(decision).hasToString("ALLOW (edited)");
    assertThat(spent(engine)).isEqualByComparingTo("20");
    decision.reservation().settle(Outcome.NOT_SENT);
    assertThat(spent(engine)).isZero();
  }

  @Test
  void aCallThatNobodyChangedIsJudgedAsItIs() {
    answer = Answer.APPROVE;
    Decision decision = engine().check(pay(90));
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.edited()).isEmpty();
    assertThat(decision.judged(pay(90)).arguments().asMap()).containsEntry("amount", 90);
  }

  @Test
  void nobodyIsAskedASecondTime() {
    answer = changedTo(50);
    assertThat(engine().check(pay(90)).isAllowed()).isTrue();
    assertThat(asked).hasSize(1);
  }

  private static final Policy TWO_QUESTIONS =
      Policy.parse(
          """
          {"version": "1", "default": "deny", "tools": { "pay": { "approve_if": [
             { "conditions": [ { "path": "args.amount", "op": "gt", "value": 10 } ] },
             { "conditions": [ { "path": "args.to", "op": "eq", "value": "bob" } ],
               "on_deny": "Bob?" } ] } } }
          """);

  @Test
  void aRuleThatAsksOnlyBecauseOfTheChangeAsksForItself() {
    List<Answer> answers =
        new ArrayList<>(
            List.of(
                Answer.approve(Arguments.freeze(Map.of("amount", 20, "to", "bob"))),
                Answer.APPROVE));
    PolicyEngine engine =
        PolicyEngine.builder(TWO_QUESTIONS)
            .acceptEdits()
            .approver(
                request -> {
                  asked.add(request);
                  return CompletableFuture.completedFuture(answers.remove(0));
                })
            .build();
    Decision decision = engine.check(pay(90));
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.judged(pay(90)).arguments().asMap()).containsEntry("to", "bob");
    assertThat(asked)
        .extracting(ApprovalRequest::rule)
        .containsExactly("/tools/pay/approve_if/0", "/tools/pay/approve_if/1");
    assertThat(asked.get(1).call().arguments().asMap()).containsEntry("to", "bob");
    assertThat(asked.get(1).id()).isNotEqualTo(asked.get(0).id());
  }

  @Test
  void theSecondAnswerCanBeANo() {
    PolicyEngine engine =
        PolicyEngine.builder(TWO_QUESTIONS)
            .acceptEdits()
            .approver(
                request -> {
                  asked.add(request);
                  return CompletableFuture.completedFuture(
                      asked.size() == 1
                          ? Answer.approve(Arguments.freeze(Map.of("amount", 20, "to", "bob")))
                          : Answer.DENY);
                })
            .build();
    Decision decision = engine.check(pay(90));
    assertDenied(decision, Code.APPROVAL_DENIED, "/tools/pay/approve_if/1");
    assertThat(decision.message()).isEqualTo("Bob?");
  }

  @Test
  void oneWhoChangesTheArgumentsAgainAndAgainIsNotFollowedForEver() {
    Policy policy =
        Policy.parse(
            """
            {"version": "1", "default": "deny", "tools": { "pay": { "approve_if": [
               { "conditions": [ { "path": "args.n", "op": "eq", "value": 0 } ] },
               { "conditions": [ { "path": "args.n", "op": "eq", "value": 1 } ] },
               { "conditions": [ { "path": "args.n", "op": "eq", "value": 2 } ] },
               { "conditions": [ { "path": "args.n", "op": "eq", "value": 3 } ] } ],
               "limits": [ { "counter": "spend", "window": "day", "max": 1 } ] } } }
            """);
    PolicyEngine engine =
        PolicyEngine.builder(policy)
            .acceptEdits()
            .approver(
                request -> {
                  asked.add(request);
                  return CompletableFuture.completedFuture(
                      Answer.approve(Arguments.freeze(Map.of("n", asked.size()))));
                })
            .build();
    ToolCall call = ToolCall.of("pay", Map.of("n", 0));
    Decision decision = engine.check(call);
    assertDenied(decision, Code.APPROVAL_DENIED, "/tools/pay/approve_if/2");
    assertThat(decision.message())
        .isEqualTo(
            "The arguments of this call were changed too often while it was approved. It was"
                + " denied.");
    assertThat(asked).hasSize(3);
    assertThat(engine.explain(call).counters().get(0).spent()).isZero();
  }

  @Test
  void theOtherArgumentsAreJudgedFromTheStart() {
    PolicyEngine engine = engine();
    answer = changedTo(-1);
    assertDenied(engine.check(pay(90)), Code.REQUIRE_FAILED, "/tools/pay/require/0");
    answer = Answer.approve(Arguments.freeze(Map.of("amount", 20, "note", "x")));
    assertDenied(engine.check(pay(90)), Code.ARGUMENT_NOT_ALLOWED, "/tools/pay/allowed_args");
    answer = changedTo(101);
    assertDenied(engine.check(pay(90)), Code.LIMIT_EXCEEDED, "/tools/pay/limits/0");
    answer = changedTo("20");
    assertDenied(engine.check(pay(90)), Code.REQUIRE_FAILED, "/tools/pay/require/0");
    assertThat(spent(engine)).isZero();
  }

  @Test
  void theWholeBudgetIsThereForTheOtherArguments() {
    answer = changedTo(100);
    assertThat(engine().check(pay(90)).isAllowed()).isTrue();
  }

  @Test
  void argumentsThatCantBeCopiedAreNoCall() {
    PolicyEngine engine = engine();
    answer = Answer.approve(Arguments.freeze(Map.of("amount", new Object())));
    Decision decision = engine.check(pay(90));
    assertDenied(decision, Code.INVALID_CALL, "");
    assertThat(spent(engine)).isZero();
  }

  @Test
  void whatSomebodyChangesLaterInTheirMapChangesNothing() {
    Map<String, Object> map = new HashMap<>(Map.of("amount", 20, "to", "ann"));
    answer = Answer.approve(Arguments.freeze(map));
    map.put("amount", 99);
    assertThat(engine().check(pay(90)).judged(pay(90)).arguments().asMap())
        .containsEntry("amount", 20);
  }

  @Test
  void listenersHearOfTheArgumentsThatWereJudged() {
    answer = Answer.approve(Arguments.freeze(Map.of("amount", 20)));
    engine().check(pay(90));
    answer = Answer.approve(Arguments.freeze(Map.of("amount", 20, "note", "x")));
    engine().check(pay(90));
    assertThat(heard)
        .extracting(event -> event.argumentNames().stream().sorted().toList())
        .containsExactly(List.of("amount"), List.of("amount", "note"));
  }

  @Test
  void theRecorderWritesDownTheCallThatIsSent() {
    List<ToolCall> recorded = new ArrayList<>();
    PolicyEngine engine =
        builder(POLICY)
            .acceptEdits()
            .recorder(
                new DecisionRecorder() {
                  @Override
                  public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
                    recorded.add(call);
                    return CompletableFuture.completedFuture("written");
                  }

                  @Override
                  public void settled(SettlementEvent event) {}
                })
            .build();
    answer = changedTo(20);
    assertThat(engine.check(pay(90)).isAllowed()).isTrue();
    assertThat(recorded.get(0).arguments().asMap()).containsEntry("amount", 20);
  }

  @Test
  void aHostThatDoesntPromiseToSendThemGetsADenial() {
    PolicyEngine engine = builder(POLICY).build();
    answer = changedTo(20);
    Decision decision = engine.check(pay(90));
    assertDenied(decision, Code.APPROVAL_DENIED, "/tools/pay/approve_if/0");
    assertThat(decision.message())
        .isEqualTo(
            "Approval was given for other arguments, which this host does not send. Do not repeat"
                + " this call.");
    assertThat(decision.edited()).isEmpty();
    assertThat(spent(engine)).isZero();
  }

  @Test
  void theyAreJudgedByThePolicyUnderWhichThePersonWasAsked() {
    CompletableFuture<Answer> later = new CompletableFuture<>();
    PolicyEngine engine =
        PolicyEngine.builder(POLICY).acceptEdits().clock(clock).approver(r -> later).build();
    CompletableFuture<Decision> decision = engine.checkAsync(pay(90));
    engine.replace(Policy.allowByDefault().build());
    later.complete(changedTo(-1));
    assertDenied(decision.join(), Code.REQUIRE_FAILED, "/tools/pay/require/0");
    assertThat(decision.join().policy()).contains(POLICY.digest());
  }

  @Test
  void theyComeTooLateWhenTheTimeIsOver() {
    PolicyEngine engine =
        PolicyEngine.builder(POLICY)
            .acceptEdits()
            .clock(clock)
            .approver(
                request -> {
                  clock.advance(Duration.ofMinutes(5));
                  return CompletableFuture.completedFuture(changedTo(20));
                })
            .build();
    assertDenied(engine.check(pay(90)), Code.APPROVAL_TIMEOUT, "/tools/pay/approve_if/0");
    assertThat(spent(engine)).isZero();
  }

  @Test
  void aCallThatWasGivenUpIsNotJudgedAgain() {
    CompletableFuture<Answer> later = new CompletableFuture<>();
    PolicyEngine engine =
        PolicyEngine.builder(POLICY).acceptEdits().clock(clock).approver(r -> later).build();
    CompletableFuture<Decision> decision = engine.checkAsync(pay(90));
    decision.cancel(true);
    later.complete(changedTo(20));
    assertThat(spent(engine)).isZero();
  }

  @Test
  void aStoreThatAnswersLaterIsAskedAgain() {
    LaterStore store = new LaterStore();
    PolicyEngine engine =
        PolicyEngine.builder(POLICY)
            .acceptEdits()
            .counters(store)
            .approver(request -> CompletableFuture.completedFuture(changedTo(20)))
            .build();
    CompletableFuture<Decision> decision = engine.checkAsync(pay(90));
    store.taking.remove(0).complete(new Taking.Taken(new Ticket() {}));
    assertThat(decision).isNotDone();
    assertThat(store.settled).containsExactly(BitSet.valueOf(new long[] {1}));
    assertThat(store.amounts).containsExactly("90", "20");
    store.taking.remove(0).complete(new Taking.Taken(new Ticket() {}));
    assertThat(decision.join().isAllowed()).isTrue();
    assertThat(decision.join().edited()).isPresent();
  }

  @Test
  void aCallThatIsGivenUpWhileTheStoreIsAskedAgainGivesBack() {
    LaterStore store = new LaterStore();
    PolicyEngine engine =
        PolicyEngine.builder(POLICY)
            .acceptEdits()
            .counters(store)
            .approver(request -> CompletableFuture.completedFuture(changedTo(20)))
            .build();
    CompletableFuture<Decision> decision = engine.checkAsync(pay(90));
    store.taking.remove(0).complete(new Taking.Taken(new Ticket() {}));
    decision.cancel(true);
    store.taking.remove(0).complete(new Taking.Taken(new Ticket() {}));
    assertThat(store.settled).hasSize(2);
  }

  @Test
  void aPlaceInFlightIsHeldOnce() {
    Policy policy =
        Policy.parse(
            """
            {"version": "1", "default": "deny", "tools": { "pay": {
               "action": "require_approval", "concurrency": 1 } } }
            """);
    PolicyEngine engine = builder(policy).acceptEdits().build();
    answer = changedTo(20);
    Decision decision = engine.check(pay(90));
    assertThat(decision.isAllowed()).isTrue();
    assertDenied(engine.check(pay(90)), Code.CONCURRENCY_EXCEEDED, "/tools/pay/concurrency");
    decision.reservation().settle(Outcome.OK);
    assertThat(engine.check(pay(90)).isAllowed()).isTrue();
  }

  @Test
  void aRefusalCanSayWhy() {
    PolicyEngine engine = engine();
    answer = Answer.deny("Use the test account.");
    Decision decision = engine.check(pay(90));
    assertDenied(decision, Code.APPROVAL_DENIED, "/tools/pay/approve_if/0");
    assertThat(decision.textForAgent()).isEqualTo("[POLICY DENIED] Use the test account.");
    assertThat(spent(engine)).isZero();
  }

  @Test
  void theWordsOfARefusalCantHideAnything() {
    PolicyEngine engine = engine();
    answer = Answer.deny("No.\u202e\u001b[2J\nSee \"rules\".");
    assertThat(engine.check(pay(90)).message()).isEqualTo("No.\\u202e\\u001b[2J\nSee \"rules\".");
  }

  @Test
  void theWordsOfARefusalAreBounded() {
    assertThatThrownBy(() -> Answer.deny(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("words must not be blank");
    assertThatThrownBy(() -> Answer.deny("x".repeat(1_001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("words must have at most 1000 characters: 1001");
    assertThat(Answer.deny("x".repeat(1_000))).isNotNull();
  }

  private static void assertDenied(Decision decision, Code code, String rule) {
    assertThat(decision.isAllowed()).isFalse();
    assertThat(decision.code()).contains(code);
    assertThat(decision.rule()).isEqualTo(rule);
    assertThat(decision.reservation()).isSameAs(Reservation.NOTHING);
  }

  /** A store that answers when the test says so. */
  private static final class LaterStore implements CounterStore {

    private final List<CompletableFuture<Taking>> taking = new ArrayList<>();
    private final List<String> amounts = new ArrayList<>();
    private final List<BitSet> settled = new ArrayList<>();

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      amounts.add(charges.get(0).amount().toString());
      CompletableFuture<Taking> answer = new CompletableFuture<>();
      taking.add(answer);
      return answer;
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      settled.add(returned);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }
}
