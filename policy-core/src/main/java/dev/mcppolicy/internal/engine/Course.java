package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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

  /** How often a call is judged at most: once, and twice more with other arguments. */
  private static final int MOST_ROUNDS = 3;

  private static final Moment NO_MOMENT = Moment.elapsed(0);

  private final Court court;
  private final ToolCall call;
  private final CompiledPolicy policy;
  private final ToolPlan plan;
  private final Duration patience;

  /** The thread that waits for the decision and has nothing else to do, if one does. */
  private final @Nullable Thread waiting;

  private final Set<String> answered;
  private final int round;
  private final Moment now;
  private Bill bill = Bill.NOTHING;
  private @Nullable Decision shadow;
  private @Nullable Asking asking;
  private @Nullable Question question;
  private Reservation held = Reservation.NOTHING;

  Course(
      Court court,
      ToolCall call,
      CompiledPolicy policy,
      Duration patience,
      @Nullable Thread waiting) {
    this(court, call, policy, patience, waiting, Set.of(), 1);
  }

  /**
   * Begins the way of a call.
   *
   * @param answered the rules whose question somebody has said yes to already
   * @param round how many times it was judged, with this one
   */
  private Course(
      Court court,
      ToolCall call,
      CompiledPolicy policy,
      Duration patience,
      @Nullable Thread waiting,
      Set<String> answered,
      int round) {
    this.court = court;
    this.call = call;
    this.policy = policy;
    this.patience = patience;
    this.waiting = waiting;
    this.answered = answered;
    this.round = round;
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
    return question == null ? Optional.empty() : question.waited();
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
      Log.denied(Code.STORE_UNAVAILABLE, failure);
      return CompletableFuture.completedFuture(NO_ANSWER);
    }
    Consumer<Taking> late = taking -> giveBack(taken, taking);
    CompletableFuture<Taking> bounded =
        Thread.currentThread() == waiting
            ? court.patience().awaited(answer, court.storeTimeout(), NO_ANSWER, late)
            : court.patience().bounded(answer, court.storeTimeout(), NO_ANSWER, late);
    return bounded.exceptionally(
        failure -> {
          Log.denied(Code.STORE_UNAVAILABLE, failure);
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
      asking = plan.enforced().approvalRules().asks(call, answered);
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
      Asking recorded = plan.all().approvalRules().asks(call, answered);
      shadow = recorded == null ? null : recorded.asDecision(policy.digest());
    }
    return held == Reservation.NOTHING && shadow == null
        ? plan.pass()
        : Decision.allow(policy.digest(), held, shadow);
  }

  /** Step 8. */
  private CompletableFuture<Decision> approve(Asking asking, CompletableFuture<Decision> answer) {
    Question asked = new Question(court, call, policy, patience, asking);
    question = asked;
    return asked
        .ask(answer)
        .handle(
            (said, failure) -> {
              if (failure != null) {
                Log.denied(Code.APPROVAL_DENIED, failure);
              }
              return Optional.ofNullable(said);
            })
        .thenCompose(
            said -> {
              try {
                return answered(asked, said.orElse(null), answer);
              } catch (Throwable thrown) {
                release();
                throw thrown;
              }
            });
  }

  private CompletableFuture<Decision> answered(
      Question asked, @Nullable Answer said, CompletableFuture<Decision> answer) {
    if (said == Answer.APPROVE) {
      return CompletableFuture.completedFuture(allow());
    }
    release();
    if (!(said instanceof Answer.Edited edited)) {
      return CompletableFuture.completedFuture(asked.denial(said));
    }
    if (!court.acceptsEdits()) {
      Log.notAccepted();
      return CompletableFuture.completedFuture(asked.denial(said));
    }
    return round == MOST_ROUNDS
        ? CompletableFuture.completedFuture(asked.editedTooOften())
        : startAgain(edited.arguments(), answer);
  }

  /**
   * Judges the call with other arguments from the start. Their yes answers every rule that has
   * asked about the call as it was; one that asks only because of the change asks for itself.
   */
  private CompletableFuture<Decision> startAgain(
      Arguments edited, CompletableFuture<Decision> answer) {
    ToolCall changed = call.withArguments(edited);
    Refusing refusing = Refusing.unjudgeable(changed);
    if (refusing != null) {
      return CompletableFuture.completedFuture(refusing.asDecision(policy.digest()).edited(edited));
    }
    Set<String> all = plan.enforced().approvalRules().allThatAsk(call, answered);
    Course again = new Course(court, changed, policy, patience, waiting, all, round + 1);
    Decision decision = again.atOnce();
    CompletableFuture<Decision> judged =
        decision == null ? again.inTime(answer) : CompletableFuture.completedFuture(decision);
    return judged.thenApply(last -> last.edited().isPresent() ? last : last.edited(edited));
  }
}
