package dev.mcppolicy.testing;

import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.store.CounterStore;
import java.time.Instant;
import java.util.List;

/**
 * One test of a file: a story in virtual time, told in steps.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicyTest {

  private final String name;
  private final SourceLocation location;
  private final Instant start;
  private final List<Step> steps;

  PolicyTest(String name, SourceLocation location, Instant start, List<Step> steps) {
    this.name = name;
    this.location = location;
    this.start = start;
    this.steps = List.copyOf(steps);
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns its name as it can be shown: escaped where it isn't plainly visible, never blank. */
  public String title() {
    return TestingMessages.title(name, location);
  }

  /** Returns where it stands. */
  public SourceLocation location() {
    return location;
  }

  /** Returns its steps. */
  public List<PolicyTestStep> steps() {
    return steps.stream().map(Step::shown).toList();
  }

  List<Step> readSteps() {
    return steps;
  }

  Instant start() {
    return start;
  }

  /**
   * Runs this test with its counters kept in a store, which has to be empty and has to judge by the
   * moments that it is given: for those who write stores.
   */
  public TestResult run(Policy policy, CounterStore counters) {
    Rehearsal rehearsal =
        new Rehearsal(policy, start, CoverageRecorder.NONE, PolicyEngine::check, counters);
    return new TestRunner(rehearsal).run(this);
  }

  TestResult run(Policy policy, CoverageRecorder recorder) {
    return new TestRunner(Rehearsal.recordedBy(recorder, policy, start)).run(this);
  }

  /** Says whether a policy passes the test, and stops at the first step that fails. */
  boolean isPassedBy(Policy policy) {
    return new TestRunner(Rehearsal.recordedBy(CoverageRecorder.NONE, policy, start)).passes(steps);
  }

  /** Names the test and where it stands. */
  @Override
  public String toString() {
    return "PolicyTest[" + name + ", " + location + "]";
  }
}
