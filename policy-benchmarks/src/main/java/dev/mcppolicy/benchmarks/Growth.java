package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How a decision's cost grows with a policy. */
public class Growth {

  static String predicates(int count) {
    StringJoiner predicates = new StringJoiner(",", "'deny_if':[", "]");
    for (int i = 0; i < count; i++) {
      predicates.add("{'conditions':[{'path':'args.amount','op':'gt','value':" + (500 + i) + "}]}");
    }
    return predicates.toString();
  }

  /** With the tools that a policy names, each with two rules of its own. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class Tools {

    /** How many tools the policy names. */
    @Param({"10", "100", "1000", "10000"})
    public int tools = 10;

    private PolicyEngine engine;
    private final ToolCall call = Cases.call();

    /** Loads the policy. */
    @Setup
    public void load() {
      engine =
          PolicyEngine.of(Cases.policy(Cases.THREE_CONDITIONS + "," + Cases.ROOMY_LIMIT, tools));
    }

    /** Allows by the rules of one of the tools. */
    @Benchmark
    public Decision check() {
      return Cases.allowed(engine.check(call));
    }
  }

  /** With the rules that have to be asked for one call. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class Rules {

    /** How many predicates the tool has. */
    @Param({"1", "10", "100", "1000", "10000"})
    public int rules = 1;

    private PolicyEngine engine;
    private final ToolCall call = Cases.call();

    /** Loads the policy. */
    @Setup
    public void load() {
      engine = PolicyEngine.of(Cases.policy(predicates(rules), 1));
    }

    /** Allows after all of them were asked. */
    @Benchmark
    public Decision check() {
      return Cases.allowed(engine.check(call));
    }
  }
}
