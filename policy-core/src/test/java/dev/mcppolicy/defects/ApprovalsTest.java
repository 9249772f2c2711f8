package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.DeferredApprover;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** No approval is good for anything but the one call that it was given for. */
class ApprovalsTest {

  private final VirtualClock clock = new VirtualClock();
  private final DeferredApprover approver = DeferredApprover.keeping(Duration.ofHours(1), clock);
  private final Policy policy =
      Policy.denyByDefault()
          .tool("t", t -> t.requireApproval("Ask."))
          .tool("u", t -> t.requireApproval("Ask."))
          .build();
  private final PolicyEngine engine =
      PolicyEngine.builder(policy).approver(approver).clock(clock).build();

  private static ToolCall with(Object... keysAndValues) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      arguments.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return ToolCall.of("t", arguments);
  }

  /** Has a call approved, and sees that none of the others passes before it does. */
  private void assertNotWidened(ToolCall approved, List<ToolCall> others) {
    assertDenied(engine.check(approved), Code.APPROVAL_PENDING);
    String id = approver.waiting().get(approver.waiting().size() - 1).id();
    assertThat(approver.approve(id)).isTrue();
    for (ToolCall other : others) {
      assertDenied(engine.check(other), Code.APPROVAL_PENDING);
    }
    assertAllowed(engine.check(approved));
    assertDenied(engine.check(approved), Code.APPROVAL_PENDING);
  }

  @Test
  void anApprovalForNoArgumentsIsNotWidenedToAny() {
    assertNotWidened(ToolCall.of("t"), List.of(with("a", null), with("a", 1), with("a", Map.of())));
  }

  @Test
  void anApprovalForNullIsNotWidenedToAny() {
    assertNotWidened(
        with("a", null),
        List.of(
            ToolCall.of("t"), with("a", "null"), with("a", 0), with("a", false), with("b", null)));
  }

  @Test
  void anApprovalOfOneCallLetsNoOtherRun() {
    ToolCall approved = with("to", "alice", "amount", 5);
    assertNotWidened(
        approved,
        List.of(
            with("to", "bob", "amount", 5),
            with("to", "alice", "amount", 6),
            with("to", "alice", "amount", "5"),
            with("to", "alice", "amount", 5.0),
            with("to", "alice", "amount", new BigDecimal("5.00")),
            with("to", "alice", "amount", List.of(5)),
            with("to", "alice"),
            with("to", "alice", "amount", 5, "cc", null),
            with("to", "alice\u200b", "amount", 5),
            with("To", "alice", "amount", 5),
            ToolCall.of("u", approved.arguments()),
            approved.withCaller(Caller.of("mallory")),
            approved.withCaller(Caller.unidentified()),
            approved.withServer("elsewhere")));
  }

  @Test
  void anApprovalOfOneStrangerLetsNoOtherRun() {
    Caller stranger = Caller.unidentified().with("ip", "1.1.1.1");
    ToolCall approved = with("to", "alice").withCaller(stranger).withSession("s1");
    assertNotWidened(
        approved,
        List.of(
            approved.withSession("s2"),
            approved.withSession(null),
            approved.withCaller(Caller.unidentified()),
            approved.withCaller(stranger.with("ip", "6.6.6.6")),
            approved.withCaller(stranger.with("role", null)),
            approved.withCaller(Caller.of("s1").with("ip", "1.1.1.1")),
            approved.withCaller(Caller.byDefault())));
  }

  @Test
  void whoSharesAGrantSharesItsApprovals() {
    ToolCall call = with("to", "alice").withCaller(Caller.of("team").withId("ann"));
    assertDenied(engine.check(call.withSession("s1")), Code.APPROVAL_PENDING);
    approver.approve(approver.waiting().get(0).id());
    assertAllowed(engine.check(call.withCaller(Caller.of("team")).withSession("s2")));
  }

  @Test
  void anApprovalIsForTheSameArgumentsInWhateverOrder() {
    ToolCall there = with("a", 1, "b", Map.of("c", 2));
    ToolCall back = with("b", Map.of("c", 2), "a", 1);
    assertDenied(engine.check(there), Code.APPROVAL_PENDING);
    approver.approve(approver.waiting().get(0).id());
    assertAllowed(engine.check(back));
  }

  @Test
  void noChoiceOfTextsMakesTwoRequestsOne() {
    List<String> ids = new ArrayList<>();
    Policy all = Policy.allowByDefault().tool("*", t -> t.requireApproval("Ask.")).build();
    PolicyEngine asking =
        PolicyEngine.builder(all)
            .approver(
                request -> {
                  ids.add(request.id());
                  return CompletableFuture.completedFuture(Approver.Answer.DENY);
                })
            .build();
    List<ToolCall> calls =
        Arrays.asList(
            ToolCall.of("a"),
            ToolCall.of("a").withServer("s"),
            ToolCall.of("a").withServer(""),
            ToolCall.of("a").withServer("null"),
            ToolCall.of("a").withCaller(Caller.unidentified()),
            ToolCall.of("a").withCaller(Caller.unidentified()).withSession(""),
            ToolCall.of("a").withCaller(Caller.unidentified()).withSession("null"),
            ToolCall.of("a").withCaller(Caller.unidentified().with("null", null)),
            ToolCall.of("a").withCaller(Caller.of("null")),
            ToolCall.of("a").withCaller(Caller.of("[null,\"{}\"]")),
            ToolCall.of("a").withCaller(Caller.of("s")),
            ToolCall.of("a\",\"b"),
            ToolCall.of("a").withServer("s\",\"a").withCaller(Caller.of("x")),
            ToolCall.of("b").withServer("a").withCaller(Caller.of("x")),
            ToolCall.of("a").withServer("b").withCaller(Caller.of("x")));
    calls.forEach(asking::check);
    assertThat(ids).hasSize(calls.size()).doesNotHaveDuplicates();
  }

  @Test
  void halfCharactersDoNotMakeTwoGrantsOrServersOne() {
    ToolCall call = ToolCall.of("t");
    List<String> ids = new ArrayList<>();
    PolicyEngine asking =
        PolicyEngine.builder(policy)
            .approver(
                request -> {
                  ids.add(request.id());
                  return CompletableFuture.completedFuture(Approver.Answer.DENY);
                })
            .build();
    for (String name : List.of("a?", "a\ud800", "a\ud801", "a\udc00")) {
      asking.check(call.withServer(name));
      if (name.equals("a?")) {
        asking.check(call.withCaller(Caller.of(name)));
        continue;
      }
      try {
        asking.check(call.withCaller(Caller.of(name)));
      } catch (IllegalArgumentException refused) {
        continue; // A grant that no JSON can carry may as well be refused.
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void anApprovalIsUsedOnce() {
    ToolCall call = with("a", 1);
    assertDenied(engine.check(call), Code.APPROVAL_PENDING);
    String id = approver.waiting().get(0).id();
    assertThat(approver.approve(id)).isTrue();
    assertThat(approver.approve(id)).isFalse();
    assertAllowed(engine.check(call));
    assertThat(approver.approve(id)).isFalse();
    for (int i = 0; i < 3; i++) {
      assertDenied(engine.check(call), Code.APPROVAL_PENDING);
    }
  }

  @Test
  void anApprovalIsNotGoodAfterThePolicyChanged() {
    ToolCall call = with("a", 1);
    assertDenied(engine.check(call), Code.APPROVAL_PENDING);
    approver.approve(approver.waiting().get(0).id());
    engine.replace(Policy.denyByDefault().tool("t", t -> t.requireApproval("Ask twice.")).build());
    assertDenied(engine.check(call), Code.APPROVAL_PENDING);
    engine.replace(
        Policy.denyByDefault()
            .tool("t", t -> t.requireApproval("Ask.").denyIf(Condition.arg("a").eq(1)))
            .build());
    assertDenied(engine.check(call), Code.DENY_IF_MATCHED);
  }

  @Test
  void anApprovalIsForgottenInTime() {
    ToolCall call = with("a", 1);
    assertDenied(engine.check(call), Code.APPROVAL_PENDING);
    approver.approve(approver.waiting().get(0).id());
    clock.advance(Duration.ofHours(1));
    assertDenied(engine.check(call), Code.APPROVAL_PENDING);
  }

  @Test
  void noAnswerInTimeLetsNoCallThrough() {
    Policy hasty =
        Policy.denyByDefault()
            .approvalTimeout(Duration.ofMillis(5))
            .tool("t", t -> t.requireApproval("Ask."))
            .build();
    List<ApprovalRequest> asked = new ArrayList<>();
    CompletableFuture<Approver.Answer> late = new CompletableFuture<>();
    PolicyEngine waiting =
        PolicyEngine.builder(hasty)
            .approver(
                request -> {
                  asked.add(request);
                  return late;
                })
            .build();
    assertDenied(waiting.check(ToolCall.of("t")), Code.APPROVAL_TIMEOUT);
    late.complete(Approver.Answer.APPROVE);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).timeout()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void nobodyToAskLetsNoCallThrough() {
    assertDenied(PolicyEngine.of(policy).check(ToolCall.of("t")), Code.APPROVAL_DENIED);
    assertDenied(
        PolicyEngine.of(tool(t -> t.approveIf(Condition.arg("a").gt(1))))
            .check(with("a", "unknowable")),
        Code.APPROVAL_DENIED);
  }
}
