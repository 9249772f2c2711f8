package dev.mcppolicy.junit;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Coverage;
import dev.mcppolicy.testing.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a test of a policy, in virtual time:
 *
 * <pre>{@code
 * PolicyTester.of(policy)
 *     .as("ci-runner")
 *     .call("run", Map.of("path", "/app")).repeatedly(10).isAllowed()
 *     .then().isDeniedBy("/tools/run/limits/0").retryAfter(Duration.ofSeconds(60))
 *     .after(Duration.ofSeconds(60)).isAllowed();
 * }</pre>
 *
 * <p>Each tester has counters and a clock of its own, and starts at {@code 1970-01-01T00:00:00Z}
 * unless told otherwise. What is said of the caller holds for the calls that follow. A call is made
 * when its end says what is expected of it; what doesn't hold is an {@link AssertionError}.
 *
 * <p>Not thread-safe: a test is a story, in which one thing follows another.
 */
public final class PolicyTester {

  private static final String OWN_SESSION = "the session of the test";

  private final Rehearsal rehearsal;
  private Caller caller = Caller.byDefault();
  private @Nullable String server;
  private String session = OWN_SESSION;
  private @Nullable TestedCall unfinished;

  private PolicyTester(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Returns a tester of a policy. */
  public static PolicyTester of(Policy policy) {
    return new PolicyTester(Rehearsal.of(Objects.requireNonNull(policy, "policy")));
  }

  /** Returns a tester of a policy whose clock starts at a moment. */
  public static PolicyTester startingAt(Policy policy, Instant start) {
    return new PolicyTester(Rehearsal.startingAt(policy, start));
  }

  /**
   * Calls as a grant from now on, with the attributes that the caller has.
   *
   * @throws IllegalArgumentException if {@code grant} is empty
   */
  public PolicyTester as(String grant) {
    finished();
    caller = Caller.of(grant).withAttributes(caller.attributes());
    return this;
  }

  /** Calls as a caller from now on, {@link Caller#unidentified()} for one. */
  public PolicyTester as(Caller caller) {
    finished();
    this.caller = Objects.requireNonNull(caller, "caller");
    return this;
  }

  /**
   * Calls from now on with one more attribute, which conditions read as {@code caller.<name>}.
   *
   * @throws IllegalArgumentException if {@code value} can't be copied
   */
  public PolicyTester withCaller(String name, @Nullable Object value) {
    finished();
    caller = caller.with(name, value);
    return this;
  }

  /** Calls tools of a server from now on; of none that has a name unless given. */
  public PolicyTester onServer(String server) {
    finished();
    this.server = Objects.requireNonNull(server, "server");
    return this;
  }

  /** Calls in a session from now on; in one of the tester's own unless given. */
  public PolicyTester inSession(String session) {
    finished();
    this.session = Objects.requireNonNull(session, "session");
    return this;
  }

  /** Begins a call without arguments. */
  public TestedCall call(String tool) {
    return call(tool, Map.of());
  }

  /** Begins a call. */
  public TestedCall call(String tool, Map<String, ?> arguments) {
    finished();
    return begun(ToolCall.of(tool, Arguments.freeze(arguments)));
  }

  TestedCall begun(ToolCall call) {
    ToolCall whole = call.withCaller(caller).withServer(server).withSession(session);
    TestedCall begun = new TestedCall(this, rehearsal, whole);
    unfinished = begun;
    return begun;
  }

  /**
   * Lets time pass.
   *
   * @throws IllegalArgumentException if {@code time} isn't longer than zero, or takes the clock
   *     more than 292 years from its start
   */
  public PolicyTester after(Duration time) {
    finished();
    rehearsal.advance(time);
    return this;
  }

  /** Checks that the caller sees all of some tools in {@code tools/list}. */
  public PolicyTester sees(String... tools) {
    return visible(List.of(tools), true);
  }

  /** Checks that the caller sees none of some tools in {@code tools/list}. */
  public PolicyTester doesNotSee(String... tools) {
    return visible(List.of(tools), false);
  }

  private PolicyTester visible(List<String> tools, boolean expected) {
    finished();
    List<String> visible = rehearsal.visible(tools, caller);
    List<String> wrong = new ArrayList<>(tools);
    wrong.removeIf(tool -> visible.contains(tool) == expected);
    if (!wrong.isEmpty()) {
      throw TesterMessages.wronglyVisible(wrong, expected, caller);
    }
    return this;
  }

  /** Returns how much of the policy was reached so far. */
  public Coverage coverage() {
    finished();
    return rehearsal.coverage();
  }

  /**
   * Checks that enough of the policy was reached so far.
   *
   * @param threshold how many per cent
   */
  public PolicyTester reaches(int threshold) {
    Coverage coverage = coverage();
    if (coverage.percentage() < threshold) {
      throw TesterMessages.tooLittle(threshold, coverage);
    }
    return this;
  }

  /** Forgets the call that was begun: it has been made. */
  void finish() {
    unfinished = null;
  }

  private void finished() {
    if (unfinished != null) {
      throw new IllegalStateException(TesterMessages.unfinished(unfinished.call()));
    }
  }
}
