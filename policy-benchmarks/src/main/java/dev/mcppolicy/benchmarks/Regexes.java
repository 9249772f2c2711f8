package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What patterns cost, beside the engine of the JDK and RE2/J by themselves. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Regexes {

  private static final String TYPICAL = "^/app/src/.*\\.java$";

  /** What the JDK's engine needs for ever for. */
  private static final String NASTY = "^(.*a){12}$";

  private final PolicyEngine typical = engine(TYPICAL);
  private final PolicyEngine nasty = engine(NASTY);
  private final Pattern jdk = Pattern.compile(TYPICAL);
  private final com.google.re2j.Pattern re2j = com.google.re2j.Pattern.compile(TYPICAL);
  private final ToolCall call = Cases.call();
  private final ToolCall hostile =
      ToolCall.of(Cases.TOOL, Map.of("path", "a".repeat(29_999) + "b"))
          .withCaller(Caller.of(Cases.GRANT));
  private String path = String.valueOf(Cases.arguments().get("path"));

  private static PolicyEngine engine(String pattern) {
    return PolicyEngine.of(
        Cases.policy(
            "'require':[{'conditions':[{'path':'args.path','op':'regex','value':'"
                + pattern.replace("\\", "\\\\")
                + "'}]}]"));
  }

  /** A whole decision by one typical pattern. */
  @Benchmark
  public Decision typical() {
    return Cases.allowed(typical.check(call));
  }

  /** The same pattern, with the JDK's engine alone. */
  @Benchmark
  public boolean typicalJdk() {
    return Cases.yes(jdk.matcher(path).find());
  }

  /** The same pattern, with RE2/J alone. */
  @Benchmark
  public boolean typicalRe2j() {
    return Cases.yes(re2j.matcher(path).find());
  }

  /** A whole decision by a pattern that is hard, over 30,000 characters that don't match. */
  @Benchmark
  public Decision hostile() {
    return Cases.denied(nasty.check(hostile), Code.REQUIRE_FAILED);
  }
}
