package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.CallMessages;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.CanonicalJson;
import dev.mcppolicy.internal.value.Freezer;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Judges calls: the rules, then the limits, then whoever approves. One path serves callers that
 * wait and callers that don't; it blocks no thread, and whatever fails on it denies.
 *
 * <p>The policies are read once for each call, and the clock once: a call is judged by one policy
 * at one moment, whatever is replaced meanwhile.
 *
 * <p>This class is thread-safe.
 */
public final class Judge {

  private static final Taking NO_ANSWER = new Taking.Taken(new Ticket() {});

  private volatile PolicyTable policies;
  private final CounterStore store;
  private final PolicyClock clock;
  private final @Nullable Approver approver;
  private final Audience audience;
  private final Duration storeTimeout;

  /** Creates a judge. */
  public Judge(
      PolicyTable policies,
      CounterStore store,
      PolicyClock clock,
      @Nullable Approver approver,
      List<DecisionListener> listeners,
      Duration storeTimeout) {
    this.policies = policies;
    this.store = store;
    this.clock = clock;
    this.approver = approver;
    this.audience = new Audience(listeners, clock);
    this.storeTimeout = storeTimeout;
  }

  /** Judges calls that come from now on by other policies. */
  public void replace(PolicyTable policies) {
    this.policies = policies;
  }

  /** Says whether a tool stands in the list that a grant sees; what fails hides. */
  public boolean isVisible(String tool, @Nullable String grant) {
    try {
      CompiledPolicy policy = policies.forGrant(grant);
      return policy != null && policy.plan(tool).visible();
    } catch (Throwable failure) {
      Audience.report(Code.INTERNAL_ERROR, failure);
      return false;
    }
  }

  /**
   * Judges a call on the caller's thread, which waits for the store and the approver if need be.
   */
  public Decision judge(ToolCall call) {
    CompletableFuture<Decision> decision = judgeLater(call);
    try {
      return decision.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Decision denied = deny(null, Code.INTERNAL_ERROR, DecisionMessages.interrupted());
      if (decision.complete(denied)) {
        announce(call, denied);
      }
      return decision.join();
    } catch (ExecutionException | RuntimeException e) {
      return failed(null, e);
    }
  }

  /**
   * Judges a call. When the caller cancels the answer, or completes it, what the call took is given
   * back.
   */
  public CompletableFuture<Decision> judgeLater(ToolCall call) {
    CompletableFuture<Decision> answer = new CompletableFuture<>();
    CompletableFuture<Decision> judged;
    try {
      judged = judgeBySteps(call, answer).exceptionally(failure -> failed(null, failure));
    } catch (Throwable failure) {
      judged = done(failed(null, failure));
    }
    CompletableFuture<Void> unused = judged.thenAccept(decision -> hand(call, decision, answer));
    return answer;
  }

  /** Hands a decision over, or gives back what the call took if nobody wants it any more. */
  private void hand(ToolCall call, Decision decision, CompletableFuture<Decision> answer) {
    if (answer.isDone()) {
      release(decision.reservation());
      return;
    }
    try {
      announce(call, decision);
    } catch (Throwable failure) {
      release(decision.reservation());
      answer.complete(failed(null, failure));
      return;
    }
    if (!answer.complete(decision)) {
      decision.reservation().settle(Outcome.NOT_SENT);
    }
  }

  private static void release(Reservation reservation) {
    if (reservation instanceof Holding holding) {
      holding.release();
    }
  }

  private void announce(ToolCall call, Decision decision) {
    if (!audience.isEmpty()) {
      String id =
          decision.reservation() instanceof Holding holding ? holding.id() : audience.nextId();
      audience.decided(id, call, decision);
    }
  }

  private CompletableFuture<Decision> judgeBySteps(
      ToolCall call, CompletableFuture<Decision> answer) {
    Refusing unjudgeable = unjudgeable(call);
    if (unjudgeable != null) {
      return done(unjudgeable.asDecision(null));
    }
    CompiledPolicy policy = policies.forGrant(call.caller().grant().orElse(null));
    if (policy == null) {
      return done(deny(null, Code.NO_POLICY, DecisionMessages.noPolicy()));
    }
    Course course = new Course(call, policy, answer);
    Refusing refusing = course.rules();
    return refusing == null ? course.charge() : done(refusing.asDecision(policy.digest()));
  }

  /** Returns why a call is none, or null. */
  static @Nullable Refusing unjudgeable(ToolCall call) {
    if (call.tool().isEmpty()) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::noName);
    }
    if (Freezer.hasLoneSurrogate(call.tool())) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::nameIsBroken);
    }
    return call.arguments()
        .problem()
        .map(
            problem ->
                Refusing.of(
                    Code.INVALID_CALL, "", () -> DecisionMessages.invalidArguments(problem)))
        .orElse(null);
  }

  private static Decision deny(@Nullable String policy, Code code, String message) {
    return Decision.deny(policy, code, "", () -> message, null);
  }

  private static Decision failed(@Nullable String policy, Throwable failure) {
    Audience.report(Code.INTERNAL_ERROR, failure);
    return deny(policy, Code.INTERNAL_ERROR, DecisionMessages.internalError());
  }

  private static CompletableFuture<Decision> done(Decision decision) {
    return CompletableFuture.completedFuture(decision);
  }

  /** The way of one call under one policy. */
  private final class Course {

    private final ToolCall call;
    private final CompiledPolicy policy;
    private final ToolPlan plan;
    private final Moment now;
    private final CompletableFuture<Decision> answer;
    private @Nullable Decision shadow;

    Course(ToolCall call, CompiledPolicy policy, CompletableFuture<Decision> answer) {
      this.call = call;
      this.policy = policy;
      this.plan = policy.plan(call.tool());
      this.now = moment(plan);
      this.answer = answer;
    }

    /** Steps 1 to 6, and what of step 7 needs no store. */
    @Nullable Refusing rules() {
      Refusing refusing = before(plan.enforced());
      if (refusing == null && plan.hasShadow()) {
        remember(before(plan.all()));
      }
      return refusing;
    }

    private @Nullable Refusing before(RuleSet rules) {
      Refusing refusing = rules.judge(call);
      return refusing == null ? Bill.wrong(rules, call) : refusing;
    }

    private void remember(@Nullable Refusing refusing) {
      if (refusing != null) {
        shadow = refusing.asDecision(policy.digest());
      }
    }

    /**
     * Step 7: takes what enforcing everything would take or, if that would deny, what is enforced.
     */
    CompletableFuture<Decision> charge() {
      if (plan.hasShadow() && shadow == null) {
        Bill everything = Bill.of(plan.all(), call);
        return take(everything)
            .thenCompose(
                taking -> {
                  Refusing refusing = refusing(everything, taking);
                  if (refusing == null) {
                    return approve(everything, ticket(taking));
                  }
                  remember(refusing);
                  return chargeEnforced();
                });
      }
      return chargeEnforced();
    }

    private CompletableFuture<Decision> chargeEnforced() {
      Bill bill = Bill.of(plan.enforced(), call);
      return take(bill)
          .thenCompose(
              taking -> {
                Refusing refusing = refusing(bill, taking);
                return refusing == null
                    ? approve(bill, ticket(taking))
                    : done(refusing.asDecision(policy.digest()));
              });
    }

    private CompletableFuture<Taking> take(Bill bill) {
      if (bill.charges().isEmpty()) {
        return CompletableFuture.completedFuture(NO_ANSWER);
      }
      if (store instanceof InMemoryCounterStore local) {
        return CompletableFuture.completedFuture(local.takeNow(bill.charges(), now));
      }
      CompletionStage<Taking> answer;
      try {
        answer = store.take(bill.charges(), now);
      } catch (RuntimeException failure) {
        Audience.report(Code.STORE_UNAVAILABLE, failure);
        return CompletableFuture.completedFuture(NO_ANSWER);
      }
      return Patience.bounded(answer, storeTimeout, NO_ANSWER, late -> giveBack(bill, late))
          .exceptionally(
              failure -> {
                Audience.report(Code.STORE_UNAVAILABLE, failure);
                return NO_ANSWER;
              });
    }

    private @Nullable Refusing refusing(Bill bill, @Nullable Taking taking) {
      if (bill.charges().isEmpty()) {
        return null;
      }
      if (taking == null || taking == NO_ANSWER) {
        return Refusing.of(
            Code.STORE_UNAVAILABLE, bill.rule(0), DecisionMessages::storeUnavailable);
      }
      return taking instanceof Taking.Refused refused ? bill.refusedBy(refused.refusals()) : null;
    }

    private @Nullable Ticket ticket(Taking taking) {
      return taking instanceof Taking.Taken taken && taking != NO_ANSWER ? taken.ticket() : null;
    }

    private void giveBack(Bill bill, Taking taking) {
      Ticket ticket = ticket(taking);
      if (ticket != null) {
        Holding.giveBack(store, ticket, bill.returned(Outcome.NOT_SENT));
      }
    }

    /** Step 8: asks, if something enforced does. */
    private CompletableFuture<Decision> approve(Bill bill, @Nullable Ticket ticket) {
      Reservation held = hold(bill, ticket);
      try {
        Asking asking = plan.enforced().asks(call);
        if (asking == null) {
          return done(Decision.allow(policy.digest(), held, shadow()));
        }
        return ask(asking)
            .handle(
                (said, failure) -> {
                  if (failure != null) {
                    Audience.report(Code.APPROVAL_DENIED, failure);
                  }
                  return answered(asking, said, held);
                });
      } catch (Throwable failure) {
        release(held);
        return done(failed(policy.digest(), failure));
      }
    }

    private Reservation hold(Bill bill, @Nullable Ticket ticket) {
      if (ticket == null && audience.isEmpty()) {
        return Reservation.NOTHING;
      }
      String id = audience.isEmpty() ? "" : audience.nextId();
      return new Holding(store, ticket, bill, audience, id, clock, now.nanos());
    }

    /** Returns what enforcing everything would have answered, if something else. */
    private @Nullable Decision shadow() {
      if (shadow == null && plan.hasShadow()) {
        Asking asking = plan.all().asks(call);
        return asking == null ? null : asking.asDecision(policy.digest());
      }
      return shadow;
    }

    private CompletableFuture<Answer> ask(Asking asking) {
      if (approver == null) {
        return CompletableFuture.completedFuture(Answer.DENY);
      }
      try {
        return ask(approver, asking);
      } catch (Throwable failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }

    private CompletableFuture<Answer> ask(Approver asked, Asking asking) {
      Duration timeout = policy.approvalTimeout();
      ApprovalRequest request =
          new ApprovalRequest(
              requestId(), call, asking.rule(), asking.reason().get(), policy.digest(), timeout);
      long since = clock.nanos();
      CompletionStage<Answer> stage = asked.ask(request);
      CompletableFuture<Answer> waiting =
          Patience.bounded(stage, timeout, Answer.TIMEOUT, late -> {});
      if (!waiting.isDone()) {
        CompletableFuture<Decision> unused =
            answer.whenComplete((decision, failure) -> waiting.complete(Answer.TIMEOUT));
      }
      return waiting.thenApply(
          said -> {
            if (clock.nanos() - since >= Patience.nanos(timeout)) {
              said = Answer.TIMEOUT;
            }
            if (said == Answer.TIMEOUT) {
              Patience.stop(stage);
            }
            return said;
          });
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

    private Decision answered(Asking asking, @Nullable Answer said, Reservation held) {
      if (said == Answer.APPROVE) {
        return Decision.allow(policy.digest(), held, shadow());
      }
      release(held);
      if (said == Answer.TIMEOUT) {
        return denied(asking, Code.APPROVAL_TIMEOUT, DecisionMessages.approvalTimeout());
      }
      if (said == Answer.PENDING) {
        return denied(asking, Code.APPROVAL_PENDING, DecisionMessages.approvalPending());
      }
      return denied(
          asking,
          Code.APPROVAL_DENIED,
          approver == null ? DecisionMessages.nobodyToAsk() : DecisionMessages.approvalDenied());
    }

    private Decision denied(Asking asking, Code code, String message) {
      return Decision.deny(policy.digest(), code, asking.rule(), () -> message, null);
    }
  }

  /** Judges a call without taking anything or asking anybody, and tells everything. */
  public Explanation explain(ToolCall call) {
    try {
      Refusing unjudgeable = unjudgeable(call);
      if (unjudgeable != null) {
        return Explanation.of(unjudgeable.asDecision(null));
      }
      CompiledPolicy policy = policies.forGrant(call.caller().grant().orElse(null));
      if (policy == null) {
        return Explanation.of(deny(null, Code.NO_POLICY, DecisionMessages.noPolicy()));
      }
      ToolPlan plan = policy.plan(call.tool());
      return new Explainer(call, policy.digest(), plan, store, moment(plan), storeTimeout)
          .explain();
    } catch (Throwable failure) {
      return Explanation.of(failed(null, failure));
    }
  }

  private Moment moment(ToolPlan plan) {
    return plan.all().needsWallClock()
        ? Moment.of(clock.nanos(), clock.wall())
        : Moment.elapsed(clock.nanos());
  }
}
