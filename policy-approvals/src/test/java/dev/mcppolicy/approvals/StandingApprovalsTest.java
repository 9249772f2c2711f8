package dev.mcppolicy.approvals;

import static dev.mcppolicy.approvals.Asking.code;
import static dev.mcppolicy.approvals.Asking.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Condition;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Yeses that stand for more than one call. */
class StandingApprovalsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final TestClock clock = new TestClock();
  private final StandingApprovals standing = StandingApprovals.inMemory(clock);
  private final List<ApprovalRequest> asked = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private StandingTerms terms = StandingTerms.lasting(HOUR);

  /** Says yes for the terms to the first question, and no to the others. */
  private final Approver person =
      request -> {
        asked.add(request);
        return CompletableFuture.completedFuture(
            asked.size() == 1 ? standing.approve(request, terms, "ann") : Answer.DENY);
      };

  private final PolicyEngine engine = Asking.engine(standing.before(person));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private String call(Object amount) {
    return code(engine.check(pay(amount)));
  }

  @Test
  void aYesStandsForAnHour() {
    assertThat(call(1)).isEqualTo("allowed");
    clock.advance(HOUR.minusNanos(1));
    assertThat(call(2)).isEqualTo("allowed");
    clock.advance(Duration.ofNanos(1));
    assertThat(call(3)).isEqualTo("approval_denied");
    assertThat(standing.list()).isEmpty();
  }

  @Test
  void noClockJumpExtendsIt() {
    call(1);
    clock.jump(Duration.ofDays(-1));
    clock.advance(HOUR);
    assertThat(call(2)).isEqualTo("approval_denied");
  }

  @Test
  void aMachineThatSleptLosesIt() {
    call(1);
    clock.jump(HOUR);
    assertThat(call(2)).isEqualTo("approval_denied");
  }

  @Test
  void theCallThatIsAnsweredIsTheFirst() {
    terms = terms.calls(3);
    assertThat(List.of(call(1), call(2), call(3), call(4)))
        .containsExactly("allowed", "allowed", "allowed", "approval_denied");
    assertThat(standing.list()).isEmpty();
  }

  @Test
  void aTotalIsCountedExactly() {
    terms = terms.total("args.amount", new BigDecimal("0.3"));
    assertThat(call(new BigDecimal("0.1"))).isEqualTo("allowed");
    assertThat(call(0.1)).isEqualTo("allowed");
    assertThat(call(new BigDecimal("0.1000000000000000000000001"))).isEqualTo("approval_denied");
    assertThat(standing.list().get(0).spent()).isEqualByComparingTo("0.2");
    assertThat(standing.list().get(0).calls()).isEqualTo(2);
    assertThat(call(0.1f)).isEqualTo("allowed");
    assertThat(call(1)).isEqualTo("approval_denied");
    assertThat(call(0)).isEqualTo("allowed");
  }

  @Test
  void whatHasNoAmountIsNotCovered() {
    terms = terms.total("args.amount", 100);
    call(1);
    for (Object odd :
        new Object[] {
          -1,
          "1",
          Double.NaN,
          Double.POSITIVE_INFINITY,
          List.of(1),
          Map.of(),
          true,
          BigInteger.TEN.pow(500),
          new BigDecimal("1e401")
        }) {
      assertThat(call(odd)).as("%s", odd).isEqualTo("approval_denied");
    }
    assertThat(
            code(
                engine.check(
                    ToolCall.of("pay", Map.of("to", "ann")).withCaller(Caller.of("alice")))))
        .isEqualTo("approval_denied");
    assertThat(standing.list().get(0).spent()).isOne();
  }

  @Test
  void onlyWhatIsTrueIsCovered() {
    terms =
        terms
            .onlyIf(Condition.arg("amount").lte(10))
            .onlyIf(
                "{\"conditions\": [{\"path\": \"args.to\", \"op\": \"neq\", \"value\": \"bob\"}]}");
    assertThat(call(1)).isEqualTo("allowed");
    assertThat(call(10)).isEqualTo("allowed");
    assertThat(call(11)).isEqualTo("approval_denied");
    assertThat(call("1")).isEqualTo("approval_denied");
    Map<String, Object> withoutTo = new LinkedHashMap<>();
    withoutTo.put("amount", 1);
    ToolCall unknown = ToolCall.of("pay", withoutTo).withCaller(Caller.of("alice"));
    assertThat(code(engine.check(unknown))).isEqualTo("approval_denied");
    withoutTo.put("to", null);
    ToolCall isNull = ToolCall.of("pay", withoutTo).withCaller(Caller.of("alice"));
    assertThat(code(engine.check(isNull))).isEqualTo("approval_denied");
  }

  @Test
  void itIsBoundToGrantServerToolAndPolicy() {
    call(1);
    assertThat(code(engine.check(pay(1).withCaller(Caller.of("bob")))))
        .isEqualTo("approval_denied");
    assertThat(code(engine.check(pay(1).withCaller(Caller.unidentified()))))
        .isEqualTo("approval_denied");
    assertThat(code(engine.check(pay(1).withServer("other")))).isEqualTo("approval_denied");
    assertThat(call(1)).isEqualTo("allowed");
  }

  @Test
  void anotherPolicyVoidsItForGood() {
    call(1);
    engine.replace(Asking.OTHER);
    assertThat(call(1)).isEqualTo("approval_denied");
    engine.replace(Asking.POLICY);
    assertThat(call(1)).isEqualTo("approval_denied");
    assertThat(standing.list()).isEmpty();
  }

  @Test
  void itIsListedAndRevoked() {
    call(1);
    StandingApproval one = standing.list().get(0);
    assertThat(one.grant()).isEqualTo("alice");
    assertThat(one.tool()).isEqualTo("pay");
    assertThat(one.by()).isEqualTo("ann");
    assertThat(one.policy()).isEqualTo(Asking.POLICY.digest());
    assertThat(one.until()).isEqualTo(one.since().plus(HOUR));
    assertThat(standing.revoke(one.id())).isTrue();
    assertThat(standing.revoke(one.id())).isFalse();
    assertThat(call(1)).isEqualTo("approval_denied");
  }

  @Test
  void termsCoverTheCallThatTheyAnswer() {
    terms = terms.total("args.amount", 5);
    assertThat(call(6)).isEqualTo("approval_denied");
    assertThat(standing.list()).isEmpty();
  }

  @Test
  void aGrantHasToBeKnown() {
    engine.check(pay(1));
    ApprovalRequest known = asked.get(0);
    ApprovalRequest unknown =
        new ApprovalRequest(
            known.id(),
            known.call().withCaller(Caller.unidentified()),
            known.rule(),
            known.reason(),
            known.policy(),
            known.timeout());
    assertThatThrownBy(() -> standing.approve(unknown, terms, "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request must be of a known grant");
    assertThatThrownBy(() -> standing.approve(known, terms, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("by must not be blank");
    assertThatThrownBy(() -> standing.approve(known, terms.total("args.to", 5), "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("terms must cover the call that they answer");
  }

  @Test
  void termsThatSayNothingAreRefused() {
    assertThatThrownBy(() -> StandingTerms.lasting(Duration.ZERO))
        .hasMessage("time must be longer than zero: PT0S");
    assertThatThrownBy(() -> StandingTerms.lasting(Duration.ofDays(367)))
        .hasMessage("time must be at most PT8784H: PT8808H");
    assertThatThrownBy(() -> terms.calls(0)).hasMessage("most must be >= 1: 0");
    assertThatThrownBy(() -> terms.total("amount", 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("amount_from");
    assertThatThrownBy(() -> terms.total("args.amount", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max");
    assertThatThrownBy(() -> terms.onlyIf("{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> terms.onlyIf("nonsense")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPredicateCantSmuggleRulesIn() {
    for (String smuggler :
        List.of(
            "{\"conditions\":[{\"path\":\"args.to\",\"op\":\"eq\",\"value\":1}]}],\"mode\":\"shadow\"",
            "{\"conditions\":[{\"path\":\"args.to\",\"op\":\"eq\",\"value\":1}],\"mode\":\"shadow\"}",
            "{\"conditions\":[]}",
            "[]",
            "null",
            "{\"conditions\":[{\"path\":\"args.to\",\"op\":\"eq\",\"value\":1}],\"conditions\":[]}")) {
      assertThatThrownBy(() -> terms.onlyIf(smuggler))
          .as(smuggler)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ofManyCallsAtOnceNoMoreThanCoveredPass() throws Exception {
    terms = terms.calls(21).total("args.amount", 15);
    call(1);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> counts = new ArrayList<>();
    ApprovalRequest request = asked.get(0);
    for (int i = 0; i < 4; i++) {
      counts.add(
          threads.submit(
              () -> {
                start.await();
                int used = 0;
                for (int n = 0; n < 100; n++) {
                  used += standing.use(request) ? 1 : 0;
                }
                return used;
              }));
    }
    start.countDown();
    int used = 0;
    for (Future<Integer> count : counts) {
      used += count.get();
    }
    assertThat(used).isEqualTo(14);
    assertThat(standing.list().get(0).spent()).isEqualByComparingTo("15");
  }

  @Test
  void termsReadAsAPersonSaysThem() {
    assertThat(terms.calls(10).total("args.amount", 500).onlyIf(Condition.arg("to").eq("ann")))
        .hasToString(
            "for PT1H, 10 calls, 500 of args.amount, if"
                + " {\"conditions\":[{\"path\":\"args[\\\"to\\\"]\",\"op\":\"eq\",\"value\":\"ann\"}]}");
  }
}
