package dev.mcppolicy.testing;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.testing.Rehearsal.Observation;
import dev.mcppolicy.testing.Step.Advance;
import dev.mcppolicy.testing.Step.Call;
import dev.mcppolicy.testing.Step.Expect;
import dev.mcppolicy.testing.Step.Listing;
import dev.mcppolicy.testing.StepResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one test. */
final class TestRunner {

  private final Rehearsal rehearsal;

  TestRunner(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  TestResult run(PolicyTest test) {
    List<StepResult> results = new ArrayList<>();
    boolean failed = false;
    for (Step step : test.readSteps()) {
      StepResult result = failed ? StepResult.skipped(step) : run(step);
      failed |= result.status() == Status.FAILED;
      results.add(result);
    }
    return new TestResult(test.name(), test.location(), results);
  }

  private StepResult run(Step step) {
    if (step instanceof Advance advance) {
      rehearsal.advance(advance.by());
      return StepResult.done(step);
    }
    if (step instanceof Listing listing) {
      List<String> visible = rehearsal.visible(listing.tools(), listing.caller(), listing.review());
      return new StepResult(
          step.shown(),
          visible.equals(listing.visible()) ? Status.PASSED : Status.FAILED,
          TestingMessages.visible(listing.visible()),
          TestingMessages.visible(visible),
          0,
          Optional.empty(),
          Optional.empty());
    }
    return run((Call) step);
  }

  private StepResult run(Call step) {
    int repetition = 1;
    Observation seen = call(step);
    while (repetition < step.repeat() && holds(step, seen)) {
      repetition++;
      seen = call(step);
    }
    return new StepResult(
        step.shown(),
        holds(step, seen) ? Status.PASSED : Status.FAILED,
        TestingMessages.expected(step),
        TestingMessages.actual(step, seen),
        repetition,
        Optional.of(seen.decision()),
        Optional.of(seen.explanation()));
  }

  private Observation call(Call step) {
    Observation seen = rehearsal.call(step.call(), step.answer());
    settle(step, seen.decision());
    return seen;
  }

  private static void settle(Call step, Decision decision) {
    Outcome outcome = step.outcome();
    if (decision.isAllowed() && outcome != null) {
      decision.reservation().settle(outcome);
    }
  }

  /** Says whether every step is passed, without telling why. */
  boolean passes(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Advance advance) {
        rehearsal.advance(advance.by());
      } else if (step instanceof Listing listing) {
        if (!rehearsal
            .visible(listing.tools(), listing.caller(), listing.review())
            .equals(listing.visible())) {
          return false;
        }
      } else if (!passes((Call) step)) {
        return false;
      }
    }
    return true;
  }

  private boolean passes(Call step) {
    for (int i = 0; i < step.repeat(); i++) {
      Observation seen = rehearsal.callUnexplained(step.call(), step.answer());
      settle(step, seen.decision());
      if (!holds(step, seen)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Call step, Observation seen) {
    Decision decision = seen.decision();
    return seen.asked() == (step.expect() == Expect.APPROVAL)
        && decision.isAllowed() == step.isAllowed()
        && agrees(step.code(), decision, one -> one.code().map(Code::id))
        && agrees(step.rule(), decision, one -> Optional.of(one.rule()))
        && agrees(step.message(), decision, one -> Optional.of(one.message()))
        && agrees(step.retryAfter(), decision, Decision::retryAfter)
        && agrees(
            step.shadow(), decision, one -> one.shadow().flatMap(Decision::code).map(Code::id));
  }

  private static <T> boolean agrees(
      @Nullable T expected, Decision decision, Function<Decision, Optional<T>> of) {
    return expected == null || of.apply(decision).equals(Optional.of(expected));
  }
}
