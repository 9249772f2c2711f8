package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
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

/** What loading a policy costs, warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Loading {

  private static final int MEBIBYTE = 1 << 20;

  private final String small = document(1, 0);
  private final String hundredTools = document(100, 0);
  private final String mebibyte = document(3_500, MEBIBYTE);

  /** Makes sure that the documents are of the sizes that they are said to be. */
  public Loading() {
    int size = mebibyte.getBytes(StandardCharsets.UTF_8).length;
    if (size != MEBIBYTE) {
      throw new IllegalStateException("the large document has " + size + " bytes");
    }
  }

  static String document(int tools, int size) {
    StringJoiner entries = new StringJoiner(",", "'tools':{", "}}");
    for (int i = 0; i < tools; i++) {
      entries.add("'tool_" + i + "':{" + Cases.THREE_CONDITIONS + "," + Cases.TIGHT_LIMIT + "}");
    }
    String head = "{'version':'1','default':'deny','description':'";
    int filling = size - head.length() - 2 - entries.length();
    if (size > 0 && filling < 0) {
      throw new IllegalArgumentException(tools + " tools need more than " + size + " characters");
    }
    return (head + " ".repeat(Math.max(0, filling)) + "'," + entries).replace('\'', '"');
  }

  /** Loads a policy of one tool. */
  @Benchmark
  public Policy small() {
    return Policy.parse(small);
  }

  /** Loads a policy of a hundred tools, each with three conditions and a limit. */
  @Benchmark
  public Policy hundredTools() {
    return Policy.parse(hundredTools);
  }

  /** Loads the largest policy that there can be, which has as many such tools as fit. */
  @Benchmark
  public Policy mebibyte() {
    return Policy.parse(mebibyte);
  }
}
