package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
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
  private final Clerk clerk;

  /** Who judges what can be judged at once, or null if somebody hears of it. */
  private final @Nullable SummaryCourt summary;

  // A cache line of nothing, as every call reads the fields above; see Era. They stay the last.
  private @Nullable Object unused0;
  private @Nullable Object unused1;
  private @Nullable Object unused2;
  private @Nullable Object unused3;
  private @Nullable Object unused4;
  private @Nullable Object unused5;
  private @Nullable Object unused6;
  private @Nullable Object unused7;
  private @Nullable Object unused8;
  private @Nullable Object unused9;
  private @Nullable Object unused10;
  private @Nullable Object unused11;
  private @Nullable Object unused12;
  private @Nullable Object unused13;
  private @Nullable Object unused14;
  private @Nullable Object unused15;

  /**
   * Creates a judge.
   *
   * @throws IllegalArgumentException if the store can't keep the policies' counters
   */
  public Judge(
      PolicyTable policies,
      CounterStore store,
      PolicyClock clock,
      @Nullable Approver approver,
      List<DecisionListener> listeners,
      Duration storeTimeout,
      @Nullable DecisionRecorder recorder,
      Duration recordTimeout,
      boolean acceptsEdits) {
    policies.requireKeepable(store);
    this.policies = policies;
    Audience audience = new Audience(listeners, recorder, clock);
    Patience patience = new Patience();
    this.court = new Court(store, clock, approver, audience, storeTimeout, patience, acceptsEdits);
    this.clerk = new Clerk(audience, recordTimeout, patience);
    this.summary = SummaryCourt.of(court);
  }

  /**
   * Checks that the store can keep the counters of other policies.
   *
   * @throws IllegalArgumentException if it can't
   */
  public void requireKeepable(PolicyTable policies) {
    policies.requireKeepable(court.store());
  }

  /** Judges calls that come from now on by other policies, which the store can keep. */
  public void judgeBy(PolicyTable policies) {
    this.policies = policies;
  }

  /** Says whether a tool stands in the list that a grant sees; what fails hides. */
  public boolean isVisible(String tool, @Nullable String grant, @Nullable ToolReview review) {
    try {
      CompiledPolicy policy = policies.forGrant(grant);
      if (policy == null) {
        return false;
      }
      ToolPlan plan = policy.plan(tool);
      return plan.visible() && plan.enforced().screening().byDefinition(tool, review) == null;
    } catch (Throwable failure) {
      Log.hidden(failure);
      return false;
    }
  }

  /** Says whether a grant's policy names a request of the protocol; what fails is judged. */
  public boolean governs(String method, @Nullable String grant) {
    return isNamed(method, grant, true);
  }

  /** Says the same, but that a grant without a policy names nothing. */
  public boolean names(String method, @Nullable String grant) {
    return isNamed(method, grant, false);
  }

  private boolean isNamed(String method, @Nullable String grant, boolean withoutPolicy) {
    try {
      CompiledPolicy policy = policies.forGrant(grant);
      return policy == null ? withoutPolicy : policy.plan(method).named();
    } catch (Throwable failure) {
      Log.governed(failure);
      return true;
    }
  }

  /**
   * Judges a call on the caller's thread, which waits for the store and the approver if need be.
   */
  public Decision judge(ToolCall call) {
    Decision known = atOnce(call);
    if (known != null) {
      return known;
    }
    Opening opening = open(call, UNHURRIED, Thread.currentThread());
    Decision decision = opening.decision();
    return clerk.out(opening, decision == null ? await(rest(opening, Judge::keep)) : decision);
  }

  /** Denies a call that can't be judged, and has that written down and told. */
  public Decision refuse(ToolCall call, String message) {
    Decision denied = denied(message);
    clerk.tell(new Opening(call, denied, null, clerk.since()), denied);
    return denied;
  }

  /**
   * Judges a call, and waits for an approver no longer than so. When the caller cancels the answer,
   * or completes it, what the call took is given back.
   */
  public CompletableFuture<Decision> judgeLater(ToolCall call, Duration patience) {
    Decision known = atOnce(call);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    Opening opening = open(call, patience, null);
    Decision decision = opening.decision();
    if (decision != null && !clerk.records()) {
      return CompletableFuture.completedFuture(clerk.out(opening, decision));
    }
    return rest(opening, (last, answer) -> clerk.out(opening, last, answer));
  }

  private @Nullable Decision atOnce(ToolCall call) {
    SummaryCourt court = summary;
    if (court == null) {
      return null;
    }
    try {
      int hash = call.tool().hashCode(); // first, while the JVM needs few registers for all else
      ToolPlan plan = policies.known(call, hash);
      return plan == null ? null : court.judge(call, plan);
    } catch (Throwable failure) {
      return failed(failure);
    }
  }

  private Opening open(ToolCall call, Duration patience, @Nullable Thread waiting) {
    Long since = clerk.since();
    try {
      CompiledPolicy policy = policies.forCaller(call.caller());
      Refusing refusing = Refusing.unjudgeable(call);
      if (refusing != null || policy == null) {
        Decision denied = (refusing == null ? noPolicy() : refusing).asDecision(null);
        return new Opening(call, denied, null, since);
      }
      Course course = new Course(court, call, policy, patience, waiting);
      return new Opening(call, course.atOnce(), course, since);
    } catch (Throwable failure) {
      return new Opening(call, failed(failure), null, since);
    }
  }

  private static Refusing noPolicy() {
    return Refusing.of(Code.NO_POLICY, "", DecisionMessages::noPolicy);
  }

  static Decision failed(Throwable failure) {
    Log.denied(Code.INTERNAL_ERROR, failure);
    return denied(DecisionMessages.internalError());
  }

  static Decision interrupted() {
    return denied(DecisionMessages.interrupted());
  }

  private static Decision denied(String message) {
    return Decision.deny(null, Code.INTERNAL_ERROR, "", () -> message, null);
  }

  /** Goes the rest of the way, and has the decision handed over unless it was given up. */
  private static CompletableFuture<Decision> rest(
      Opening opening, BiConsumer<Decision, CompletableFuture<Decision>> out) {
    CompletableFuture<Decision> answer = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        judged(opening, answer)
            .thenAccept(
                decision -> {
                  if (answer.isDone()) {
                    Clerk.release(decision.reservation());
                  } else {
                    out.accept(decision, answer);
                  }
                });
    return answer;
  }

  private static CompletableFuture<Decision> judged(
      Opening opening, CompletableFuture<Decision> answer) {
    Decision decision = opening.decision();
    if (decision != null) {
      return CompletableFuture.completedFuture(decision);
    }
    try {
      return Objects.requireNonNull(opening.course()).inTime(answer).exceptionally(Judge::failed);
    } catch (Throwable failure) {
      return CompletableFuture.completedFuture(failed(failure));
    }
  }

  /** Hands over a decision of which nobody has heard yet. */
  private static void keep(Decision decision, CompletableFuture<Decision> answer) {
    if (!answer.complete(decision)) {
      Clerk.release(decision.reservation());
    }
  }

  private static Decision await(CompletableFuture<Decision> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Decision denied = interrupted();
      return answer.complete(denied) ? denied : answer.join();
    } catch (ExecutionException | RuntimeException e) {
      return failed(e);
    }
  }

  /** Judges a call without taking anything or asking anybody, and tells everything. */
  public Explanation explain(ToolCall call) {
    try {
      CompiledPolicy policy = policies.forCaller(call.caller());
      Refusing refusing = Refusing.unjudgeable(call);
      if (refusing != null || policy == null) {
        return Explanation.of((refusing == null ? noPolicy() : refusing).asDecision(null));
      }
      return new Explainer(court, call, policy).explain();
    } catch (Throwable failure) {
      return Explanation.of(failed(failure));
    }
  }
}
