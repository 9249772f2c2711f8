package dev.mcppolicy.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What all else is compared with: a lookup of a tool's name and one uncontended CAS. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Anchor {

  private final Map<String, AtomicLong> counts = new HashMap<>();
  private String tool = "create_charge";

  /** Creates an anchor with a hundred tools. */
  public Anchor() {
    for (int i = 0; i < 99; i++) {
      counts.put("tool_" + i, new AtomicLong());
    }
    counts.put(tool, new AtomicLong());
  }

  /** Looks a counter up and counts. */
  @Benchmark
  public boolean lookUpAndCount() {
    AtomicLong count = counts.get(tool);
    long seen = count.get();
    return count.compareAndSet(seen, seen + 1);
  }
}
