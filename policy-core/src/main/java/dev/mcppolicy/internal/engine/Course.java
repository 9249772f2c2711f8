package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.CanonicalJson;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call under one policy, at one moment: rules, then limits, then whoever approves.
 * As far as nothing has to be waited for it is gone {@linkplain #atOnce at once}, and the rest
 * {@linkplain #inTime in time}.
 *
 * <p>Where rules are in shadow, a call is charged as if all were enforced. If that would deny, this
 * is remembered, and the call is charged by what is enforced alone.
 */
final class Course {

  private static final Taking NO_ANSWER = new Taking.Taken(new Ticket() {});

  private static final Moment NO_MOMENT = Moment.elapsed(0);

  private final Court court;
  private final ToolCall call;
  private final CompiledPolicy policy;
  private final ToolPlan plan;
  private final Duration patience;
  private final Moment now;
  private Bill bill = Bill.NOTHING;
  private @Nullable Decision shadow;
  private @Nullable Asking asking;
  private @Nullable Duration waited;
  private Reservation held = Reservation.NOTHING;

  Course(Court court, ToolCall call, CompiledPolicy policy, Duration patience) {
    this.court = court;
    this.call = call;
    this.policy = policy;
    this.patience = patience;
    this.plan = policy.plan(call.tool());
    this.now =
        plan.all().spendsNothing() && court.audience().isEmpty()
            ? NO_MOMENT
            : court.now(plan.all());
  }

  /** Returns the decision, or null if the store or an approver has to be waited for. */
  @Nullable Decision atOnce() {
    Refusing refusing = rules();
    if (refusing != null) {
      return refusing.asDecision(policy.digest());
    }
    bill = Bill.of(isTentative() ? plan.all() : plan.enforced(), call);
    if (!bill.isEmpty() && !(court.store() instanceof InMemoryCounterStore)) {
      return null;
    }
    Taking taking = takeNow();
    refusing = refusing(taking);
    if (refusing != null && isTentative()) {
      fallBack(refusing);
      taking = takeNow();
      refusing = refusing(taking);
    }
    return refusing == null ? conclude(taking) : refusing.asDecision(policy.digest());
  }

  /**
   * Goes the rest of the way.
   *
   * @param answer where the decision is waited for; if it is completed by somebody else, the call
   *     was given up
   */
  CompletableFuture<Decision> inTime(CompletableFuture<Decision> answer) {
    return asking == null ? charge(answer) : approve(asking, answer);
  }

  /** Returns how long an approver was waited for, if one was asked. */
  Optional<Duration> waited() {
    return Optional.ofNullable(waited);
  }

  /** Steps 1 to 6, and what of step 7 needs no store. */
  private @Nullable Refusing rules() {
    Refusing refusing = before(plan.enforced());
    if (refusing == null && plan.hasShadow()) {
      Refusing recorded = before(plan.all());
      shadow = recorded == null ? null : recorded.asDecision(policy.digest());
    }
    return refusing;
  }

  private @Nullable Refusing before(RuleSet rules) {
    Refusing refusing = rules.judge(call);
    return refusing == null ? Bill.wrong(rules, call) : refusing;
  }

  /** Says whether the call is charged as if the rules in shadow were enforced. */
  private boolean isTentative() {
    return shadow == null && plan.hasShadow();
  }

  private void fallBack(Refusing refusing) {
    shadow = refusing.asDecision(policy.digest());
    bill = Bill.of(plan.enforced(), call);
  }

  private Taking takeNow() {
    return !bill.isEmpty() && court.store() instanceof InMemoryCounterStore local
        ? local.takeNow(bill.charges(), now)
        : NO_ANSWER;
  }

  private CompletableFuture<Decision> charge(CompletableFuture<Decision> answer) {
    return takeLater()
        .thenCompose(
            taking -> {
              Refusing refusing = refusing(taking);
              if (refusing != null && isTentative()) {
                fallBack(refusing);
                return charge(answer);
              }
              Decision decision =
                  refusing == null ? conclude(taking) : refusing.asDecision(policy.digest());
              return decision == null
                  ? inTime(answer)
                  : CompletableFuture.completedFuture(decision);
            });
  }

  private CompletableFuture<Taking> takeLater() {
    if (bill.isEmpty()) {
      return CompletableFuture.completedFuture(NO_ANSWER);
    }
    Bill taken = bill;
    CompletionStage<Taking> answer;
    try {
      answer = court.store().take(taken.charges(), now);
    } catch (RuntimeException failure) {
      Audience.report(Code.STORE_UNAVAILABLE, failure);
      return CompletableFuture.completedFuture(NO_ANSWER);
    }
    return Patience.bounded(answer, court.storeTimeout(), NO_ANSWER, late -> giveBack(taken, late))
        .exceptionally(
            failure -> {
              Audience.report(Code.STORE_UNAVAILABLE, failure);
              return NO_ANSWER;
            });
  }

  private void giveBack(Bill taken, Taking taking) {
    if (taking instanceof Taking.Taken late) {
      Holding.giveBack(court.store(), late.ticket(), taken.returned(Outcome.NOT_SENT));
    }
  }

  private @Nullable Refusing refusing(@Nullable Taking taking) {
    if (bill.isEmpty()) {
      return null;
    }
    if (taking == null || taking == NO_ANSWER) {
      return Refusing.of(Code.STORE_UNAVAILABLE, bill.rule(0), DecisionMessages::storeUnavailable);
    }
    return taking instanceof Taking.Refused refused ? bill.refusedBy(refused.refusals()) : null;
  }

  /** Holds what was taken, and allows unless something enforced asks for approval. */
  private @Nullable Decision conclude(Taking taking) {
    hold(taking);
    try {
      asking = plan.enforced().asks(call);
      return asking == null ? allow() : null;
    } catch (Throwable failure) {
      release();
      throw failure;
    }
  }

  private void hold(Taking taking) {
    boolean took = !bill.isEmpty() && taking instanceof Taking.Taken;
    Audience audience = court.audience();
    if (took || !audience.isEmpty()) {
      Ticket ticket = took ? ((Taking.Taken) taking).ticket() : null;
      String id = audience.isEmpty() ? "" : audience.nextId();
      held = new Holding(court, ticket, bill, id, now.nanos());
    }
  }

  private void release() {
    if (held instanceof Holding holding) {
      holding.release();
    }
  }

  private Decision allow() {
    if (isTentative() && asking == null) {
      Asking recorded = plan.all().asks(call);
      shadow = recorded == null ? null : recorded.asDecision(policy.digest());
    }
    return held == Reservation.NOTHING && shadow == null
        ? policy.allowingForNothing()
        : Decision.allow(policy.digest(), held, shadow);
  }

  /** Step 8. */
  private CompletableFuture<Decision> approve(Asking asking, CompletableFuture<Decision> answer) {
    return ask(asking, answer)
        .handle(
            (said, failure) -> {
              if (failure != null) {
                Audience.report(Code.APPROVAL_DENIED, failure);
              }
              try {
                return answered(asking, said);
              } catch (Throwable thrown) {
                release();
                throw thrown;
              }
            });
  }

  private CompletableFuture<Answer> ask(Asking asking, CompletableFuture<Decision> answer) {
    Approver approver = court.approver();
    if (approver == null) {
      return CompletableFuture.completedFuture(Answer.DENY);
    }
    try {
      return ask(approver, asking, answer);
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletableFuture<Answer> ask(
      Approver approver, Asking asking, CompletableFuture<Decision> answer) {
    Duration timeout = timeout();
    ApprovalRequest request =
        new ApprovalRequest(
            requestId(), call, asking.rule(), asking.reason(), policy.digest(), timeout);
    long since = court.clock().nanos();
    CompletionStage<Answer> stage = approver.ask(request);
    CompletableFuture<Answer> waiting =
        Patience.bounded(stage, timeout, Answer.TIMEOUT, late -> {});
    if (!waiting.isDone()) {
      CompletableFuture<Decision> unused =
          answer.whenComplete((decision, failure) -> waiting.complete(Answer.TIMEOUT));
    }
    return waiting.thenApply(
        said -> {
          long elapsed = court.clock().nanos() - since;
          waited = Duration.ofNanos(Math.max(0, elapsed));
          boolean late = elapsed >= Patience.nanos(timeout);
          if (late || said == Answer.TIMEOUT) {
            Patience.stop(stage);
            return Answer.TIMEOUT;
          }
          return said;
        });
  }

  private Duration timeout() {
    Duration allowed = policy.approvalTimeout();
    return patience.compareTo(allowed) < 0 ? patience : allowed;
  }

  /**
   * Names the grant, the server, the tool, the exact arguments and the policy, and nothing else.
   */
  private String requestId() {
    return CanonicalJson.digest(
        Arrays.asList(
            call.caller().grant().orElse(null),
            call.server().orElse(null),
            call.tool(),
            call.arguments().digest(),
            policy.digest()));
  }

  private Decision answered(Asking asking, @Nullable Answer said) {
    if (said == Answer.APPROVE) {
      return allow();
    }
    release();
    if (said == Answer.PENDING) {
      return deny(asking, Code.APPROVAL_PENDING, DecisionMessages.approvalPending());
    }
    String words = asking.words();
    if (said == Answer.TIMEOUT) {
      return deny(
          asking,
          Code.APPROVAL_TIMEOUT,
          words == null ? DecisionMessages.approvalTimeout() : words);
    }
    return deny(asking, Code.APPROVAL_DENIED, words == null ? refusal() : words);
  }

  private String refusal() {
    return court.approver() == null
        ? DecisionMessages.nobodyToAsk()
        : DecisionMessages.approvalDenied();
  }

  private Decision deny(Asking asking, Code code, String message) {
    return Decision.deny(policy.digest(), code, asking.rule(), () -> message, null);
  }
}
