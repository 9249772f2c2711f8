package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the engine needs for one call, by what the policy asks of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Decisions {

  private final PolicyEngine noRule = PolicyEngine.of(Cases.policy(""));
  private final PolicyEngine threeConditions =
      PolicyEngine.of(Cases.policy(Cases.THREE_CONDITIONS));
  private final PolicyEngine limit = PolicyEngine.of(Cases.policy(Cases.ROOMY_LIMIT));
  private final PolicyEngine threeConditionsAndLimit =
      PolicyEngine.of(Cases.policy(Cases.THREE_CONDITIONS + "," + Cases.ROOMY_LIMIT));
  private final PolicyEngine hundredPredicates =
      PolicyEngine.of(Cases.policy(Growth.predicates(100)));
  private final PolicyEngine globs =
      PolicyEngine.of(
          Cases.parsed(
              "{'version':'1','default':'deny','tools':{'create_*':{"
                  + Cases.THREE_CONDITIONS
                  + "},'*_charge':{},'delete_*':{'action':'deny'}}}"));
  private final PolicyEngine used =
      PolicyEngine.of(Cases.policy(Cases.THREE_CONDITIONS + "," + Cases.TIGHT_LIMIT));
  private final Map<String, Object> map = Cases.arguments();
  private ToolCall call = Cases.call();
  private ToolCall wrong =
      ToolCall.of(Cases.TOOL, Map.of("amount", 501, "currency", "eur", "path", "/app/src/x"))
          .withCaller(Caller.of(Cases.GRANT));

  /** Creates the engines, and uses a limit up. */
  public Decisions() {
    for (int i = 0; i < 10; i++) {
      Cases.allowed(used.check(call)).reservation().settle(Outcome.OK);
    }
  }

  /** Allows a tool that is listed and has no rule. */
  @Benchmark
  public Decision noRule() {
    return Cases.allowed(noRule.check(call));
  }

  /** Allows by three conditions. */
  @Benchmark
  public Decision threeConditions() {
    return Cases.allowed(threeConditions.check(call));
  }

  /** Allows by a limit of the grant. */
  @Benchmark
  public Decision limit() {
    return Cases.allowed(limit.check(call));
  }

  /** Allows by three conditions and a limit of the grant. */
  @Benchmark
  public Decision threeConditionsAndLimit() {
    return Cases.allowed(threeConditionsAndLimit.check(call));
  }

  /** The same, and says that the call went well. */
  @Benchmark
  public Decision threeConditionsAndLimitSettled() {
    Decision decision = Cases.allowed(threeConditionsAndLimit.check(call));
    decision.reservation().settle(Outcome.OK);
    return decision;
  }

  /** Allows by three conditions of a tool that only globs match. */
  @Benchmark
  public Decision globs() {
    return Cases.allowed(globs.check(call));
  }

  /** Allows by a hundred conditions, each of which is judged. */
  @Benchmark
  public Decision hundredPredicates() {
    return Cases.allowed(hundredPredicates.check(call));
  }

  /** Denies by the first of three conditions; nobody reads the message. */
  @Benchmark
  public Decision denyByCondition() {
    return Cases.denied(threeConditions.check(wrong), Code.REQUIRE_FAILED);
  }

  /** Denies by the first of three conditions, and reads the message. */
  @Benchmark
  public String denyByConditionRead() {
    return Cases.denied(threeConditions.check(wrong), Code.REQUIRE_FAILED).message();
  }

  /** Denies by a limit that is used up; nobody reads the message. */
  @Benchmark
  public Decision denyByLimit() {
    return Cases.denied(used.check(call), Code.LIMIT_EXCEEDED);
  }

  /** Denies by a limit that is used up, and reads the message. */
  @Benchmark
  public String denyByLimitRead() {
    return Cases.denied(used.check(call), Code.LIMIT_EXCEEDED).message();
  }

  /** Tells how a decision came about. */
  @Benchmark
  public Explanation explain() {
    return threeConditionsAndLimit.explain(call);
  }

  /** Makes sure that three arguments can't change between being judged and being sent. */
  @Benchmark
  public Arguments freeze() {
    return Arguments.freeze(map);
  }
}
