package dev.mcppolicy.analysis;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Witness.Advance;
import dev.mcppolicy.analysis.Witness.Call;
import dev.mcppolicy.analysis.Witness.Judgement;
import dev.mcppolicy.analysis.Witness.Look;
import dev.mcppolicy.analysis.Witness.Step;
import dev.mcppolicy.analysis.Witness.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Two engines that take the same steps, each with counters and a clock of its own. */
final class Duel {

  private final Side older;
  private final Side newer;
  private final Instant start;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Witness witness;

  Duel(Policy older, Policy newer, Instant start) {
    this.older = new Side(older, start);
    this.newer = new Side(newer, start);
    this.start = start;
  }

  /**
   * Plays steps again from the beginning, and returns what comes of it, if they end differently.
   */
  static Optional<Witness> replay(Policy older, Policy newer, Witness found) {
    Duel duel = new Duel(older, newer, found.start());
    for (Step step : found.steps()) {
      if (duel.witness != null) {
        return Optional.empty();
      }
      duel.take(step);
    }
    return Optional.ofNullable(duel.witness).filter(again -> again.steps().equals(found.steps()));
  }

  private void take(Step step) {
    if (step instanceof Advance advance) {
      advance(advance.duration());
    } else if (step instanceof Look look) {
      look(look.tool());
    } else {
      Call call = (Call) step;
      for (int i = 0; i < call.times() && witness == null; i++) {
        call(call.call(), call.outcome());
      }
    }
  }

  /** Returns the steps so far, if the last was judged differently. */
  Optional<Witness> witness() {
    return Optional.ofNullable(witness);
  }

  /** Moves both clocks. */
  void advance(Duration duration) {
    older.nanos += duration.toNanos();
    newer.nanos += duration.toNanos();
    steps.add(new Advance(duration));
  }

  /** Looks at both lists of tools. */
  void look(String tool) {
    steps.add(new Look(tool));
    compare(older.look(tool), newer.look(tool));
  }

  /** Makes a call. */
  void call(ToolCall call, @Nullable Outcome outcome) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Call same && same.call() == call && same.outcome() == outcome) {
      steps.set(steps.size() - 1, new Call(call, same.times() + 1, outcome));
    } else {
      steps.add(new Call(call, 1, outcome));
    }
    compare(older.judge(call, outcome), newer.judge(call, outcome));
  }

  private void compare(Judgement ofOlder, Judgement ofNewer) {
    if (ofOlder.verdict() != ofNewer.verdict()) {
      witness = new Witness(start, steps, ofOlder, ofNewer);
    }
  }

  /** Says whether both denied the last call. */
  boolean isDeniedByBoth() {
    return older.denied && newer.denied;
  }

  /** Returns the shorter of the times after which the last call would be allowed, if any. */
  @Nullable Duration shorterWait() {
    Duration a = older.retryAfter;
    Duration b = newer.retryAfter;
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) < 0 ? a : b;
  }

  /** What is said of a first call, and by which rule. */
  record First(Verdict verdict, String rule) {}

  /** One engine. */
  static final class Side implements PolicyClock {

    private final PolicyEngine engine;
    private final Instant start;
    private long nanos;
    private @Nullable String asked;
    private boolean denied;
    private @Nullable Duration retryAfter;

    Side(Policy policy, Instant start) {
      this.start = start;
      this.engine =
          PolicyEngine.builder(policy)
              .clock(this)
              .approver(
                  request -> {
                    asked = request.rule();
                    return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                  })
              .build();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return start.plusNanos(nanos);
    }

    /** Judges a first call, without taking anything. */
    First first(ToolCall call) {
      Decision decision = engine.explain(call).decision();
      Verdict verdict =
          switch (decision.effect()) {
            case ALLOW -> Verdict.ALLOW;
            case DENY -> Verdict.DENY;
            case ASK -> Verdict.APPROVAL;
          };
      return new First(verdict, decision.rule());
    }

    Judgement look(String tool) {
      boolean visible = engine.isVisible(tool, Caller.byDefault());
      return new Judgement(visible ? Verdict.SEEN : Verdict.UNSEEN, Optional.empty(), "");
    }

    Judgement judge(ToolCall call, @Nullable Outcome outcome) {
      asked = null;
      Decision decision = engine.check(call);
      if (decision.isAllowed() && outcome != null) {
        decision.reservation().settle(outcome);
      }
      denied = !decision.isAllowed();
      retryAfter = decision.retryAfter().orElse(null);
      if (denied) {
        return new Judgement(Verdict.DENY, decision.code().map(Code::id), decision.rule());
      }
      if (asked != null) {
        return new Judgement(Verdict.APPROVAL, Optional.of(Code.APPROVAL_REQUIRED.id()), asked);
      }
      return new Judgement(
          Verdict.ALLOW, decision.shadow().flatMap(Decision::code).map(Code::id), "");
    }
  }
}
