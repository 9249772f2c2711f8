package dev.mcppolicy.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

/** What all else is compared with: what any decision that counts has to do at the least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Anchor {

  private final Map<String, AtomicLong> counts = new HashMap<>();
  private final Cache<Key, AtomicLong> cache = Caffeine.newBuilder().maximumSize(10_000).build();
  private String tool = Cases.TOOL;
  private String grant = Cases.GRANT;

  /** Whose count it is, and of what. */
  private record Key(String grant, String tool) {}

  /** Creates an anchor with a hundred tools. */
  public Anchor() {
    for (int i = 0; i < 99; i++) {
      counts.put("tool_" + i, new AtomicLong());
    }
    counts.put(tool, new AtomicLong());
    cache.put(new Key(grant, tool), new AtomicLong());
  }

  /** The anchor, <i>A</i>: looks a counter up by the tool's name and counts with one CAS. */
  @Benchmark
  public boolean lookUpAndCount() {
    return counted(Objects.requireNonNull(counts.get(tool)));
  }

  /** Looks a counter up by grant and tool in a cache that is bounded and under half full. */
  @Benchmark
  public boolean caffeineAndCount() {
    return counted(Objects.requireNonNull(cache.getIfPresent(new Key(grant, tool))));
  }

  private static boolean counted(AtomicLong count) {
    long seen = count.get();
    return count.compareAndSet(seen, seen + 1);
  }

  /** Reads the clock that windows are measured with. */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime();
  }
}
