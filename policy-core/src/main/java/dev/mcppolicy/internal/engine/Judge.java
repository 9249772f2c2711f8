package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Approver;
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
import dev.mcppolicy.internal.value.Freezer;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Judges calls. One {@linkplain Course way} serves callers that wait and callers that don't; it
 * blocks no thread, and whatever fails on it denies.
 *
 * <p>The policies are read once for each call, and the clock once: a call is judged by one policy
 * at one moment, whatever is replaced meanwhile.
 *
 * <p>This class is thread-safe.
 */
public final class Judge {

  /** How long a caller waits who leaves it to the policy. */
  public static final Duration UNHURRIED = Duration.ofSeconds(Long.MAX_VALUE);

  private volatile PolicyTable policies;
  private final Court court;

  /** Creates a judge. */
  public Judge(
      PolicyTable policies,
      CounterStore store,
      PolicyClock clock,
      @Nullable Approver approver,
      List<DecisionListener> listeners,
      Duration storeTimeout) {
    this.policies = policies;
    this.court = new Court(store, clock, approver, new Audience(listeners, clock), storeTimeout);
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

  /** Says whether a grant's policy names a request of the protocol; what fails is judged. */
  public boolean governs(String method, @Nullable String grant) {
    try {
      CompiledPolicy policy = policies.forGrant(grant);
      return policy == null || policy.plan(method).named();
    } catch (Throwable failure) {
      Audience.report(Code.INTERNAL_ERROR, failure);
      return true;
    }
  }

  /**
   * Judges a call on the caller's thread, which waits for the store and the approver if need be.
   */
  public Decision judge(ToolCall call) {
    Opening opening = open(call, UNHURRIED);
    Decision decision = opening.decision();
    return decision == null ? await(call, opening, rest(call, opening)) : decision;
  }

  /**
   * Judges a call, and waits for an approver no longer than so. When the caller cancels the answer,
   * or completes it, what the call took is given back.
   */
  public CompletableFuture<Decision> judgeLater(ToolCall call, Duration patience) {
    Opening opening = open(call, patience);
    Decision decision = opening.decision();
    return decision == null ? rest(call, opening) : CompletableFuture.completedFuture(decision);
  }

  /**
   * Where a call stands when nothing more can be said at once: decided, or on its way.
   *
   * @param since when judging began, if anybody wants to hear of it
   */
  private record Opening(
      @Nullable Decision decision, @Nullable Course course, @Nullable Long since) {

    Optional<Duration> waited() {
      return course == null ? Optional.empty() : course.waited();
    }
  }

  private Opening open(ToolCall call, Duration patience) {
    Opening blank = new Opening(null, null, court.audience().since());
    try {
      CompiledPolicy policy = policies.forGrant(call.caller().grant().orElse(null));
      Refusing refusing = unjudgeable(call);
      if (refusing != null || policy == null) {
        return decided(call, blank, (refusing == null ? noPolicy() : refusing).asDecision(null));
      }
      Course course = new Course(court, call, policy, patience);
      Decision decision = course.atOnce();
      return decision == null
          ? new Opening(null, course, blank.since())
          : decided(call, blank, decision);
    } catch (Throwable failure) {
      return decided(call, blank, failed(failure));
    }
  }

  private Opening decided(ToolCall call, Opening blank, Decision decision) {
    return new Opening(announced(call, blank, decision), null, null);
  }

  /** Returns why a call is none, or null. */
  private static @Nullable Refusing unjudgeable(ToolCall call) {
    if (call.tool().isEmpty()) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::noName);
    }
    if (Freezer.hasLoneSurrogate(call.tool())) {
      return Refusing.of(Code.INVALID_CALL, "", CallMessages::nameIsBroken);
    }
    String problem = call.arguments().problem().orElse(null);
    return problem == null
        ? null
        : Refusing.of(Code.INVALID_CALL, "", () -> DecisionMessages.invalidArguments(problem));
  }

  private static Refusing noPolicy() {
    return Refusing.of(Code.NO_POLICY, "", DecisionMessages::noPolicy);
  }

  private static Decision failed(Throwable failure) {
    Audience.report(Code.INTERNAL_ERROR, failure);
    return denied(DecisionMessages.internalError());
  }

  private static Decision denied(String message) {
    return Decision.deny(null, Code.INTERNAL_ERROR, "", () -> message, null);
  }

  /** Goes the rest of the way, and hands the decision over at its end. */
  private CompletableFuture<Decision> rest(ToolCall call, Opening opening) {
    CompletableFuture<Decision> answer = new CompletableFuture<>();
    CompletableFuture<Decision> judged;
    try {
      judged = Objects.requireNonNull(opening.course()).inTime(answer).exceptionally(Judge::failed);
    } catch (Throwable failure) {
      judged = CompletableFuture.completedFuture(failed(failure));
    }
    CompletableFuture<Void> unused =
        judged.thenAccept(decision -> hand(call, opening, decision, answer));
    return answer;
  }

  /** Hands a decision over, or gives back what the call took if nobody wants it any more. */
  private void hand(
      ToolCall call, Opening opening, Decision decision, CompletableFuture<Decision> answer) {
    if (answer.isDone()) {
      release(decision.reservation());
    } else if (!answer.complete(announced(call, opening, decision))) {
      decision.reservation().settle(Outcome.NOT_SENT);
    }
  }

  private Decision await(ToolCall call, Opening opening, CompletableFuture<Decision> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Decision denied = denied(DecisionMessages.interrupted());
      if (answer.complete(denied)) {
        return announced(call, opening, denied);
      }
      return answer.join();
    } catch (ExecutionException | RuntimeException e) {
      return announced(call, opening, failed(e));
    }
  }

  /** Tells listeners of a decision, and returns it; what can't be told is denied. */
  private Decision announced(ToolCall call, Opening opening, Decision decision) {
    Audience audience = court.audience();
    if (audience.isEmpty()) {
      return decision;
    }
    try {
      String id =
          decision.reservation() instanceof Holding holding ? holding.id() : audience.nextId();
      audience.decided(id, call, decision, opening.since(), opening.waited());
      return decision;
    } catch (Throwable failure) {
      release(decision.reservation());
      return failed(failure);
    }
  }

  private static void release(Reservation reservation) {
    if (reservation instanceof Holding holding) {
      holding.release();
    }
  }

  /** Judges a call without taking anything or asking anybody, and tells everything. */
  public Explanation explain(ToolCall call) {
    try {
      CompiledPolicy policy = policies.forGrant(call.caller().grant().orElse(null));
      Refusing refusing = unjudgeable(call);
      if (refusing != null || policy == null) {
        return Explanation.of((refusing == null ? noPolicy() : refusing).asDecision(null));
      }
      return new Explainer(court, call, policy).explain();
    } catch (Throwable failure) {
      return Explanation.of(failed(failure));
    }
  }
}
