package dev.mcppolicy.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.store.InMemoryCounterStore;
import io.github.bucket4j.Bucket;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

/** What a limit costs when there are many callers, each with a count of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Identities {

  /**
   * So many calls of each caller are counted before: as many as a count holds later and more, or it
   * would get room for another now and then while it is measured, and the collector work by that.
   */
  private static final int MOST_HELD = 5;

  /** How many callers there are. */
  @Param({"1000", "1000000"})
  public int identities = 1_000;

  private final ToolCall call = Cases.call();
  private String[] names;
  private String[] comers;

  /**
   * Names all callers, and says in which order they come: one that the machine can't foresee. It is
   * not the order in which they are met, or what is held for the next one would lie behind what is
   * held for this one, and be fetched with it.
   */
  @Setup
  public void nameAll() {
    names = new String[identities];
    Arrays.setAll(names, Identities::name);
    comers = names.clone();
    Collections.shuffle(Arrays.asList(comers), new Random(1));
  }

  /** Counts of all callers, from before. */
  @State(Scope.Benchmark)
  public static class Counts {
    private PolicyEngine engine;

    /** Lets every caller make some calls. */
    @Setup
    public void meetAll(Identities callers) {
      Clock clock = new Clock();
      engine = callers.engine(callers.roomyLimit(), clock);
      for (String name : callers.names) {
        for (int i = 0; i < MOST_HELD; i++) {
          Cases.allowed(engine.check(callers.by(name)));
        }
      }
      if (engine.counters().stats().keys() != callers.identities) {
        throw new IllegalStateException("counters: " + engine.counters().stats());
      }
      clock.runs = true;
    }
  }

  /** Counts that nobody remembers for long. */
  @State(Scope.Benchmark)
  public static class BriefCounts {
    private PolicyEngine engine;

    /** Makes the engine that counts. */
    @Setup
    public void begin(Identities callers) {
      engine = callers.engine("'limits':[{'window':'PT0.01S','max':1000}]", PolicyClock.system());
    }
  }

  private PolicyEngine engine(String limits, PolicyClock clock) {
    return PolicyEngine.builder(Cases.policy(limits))
        .counters(InMemoryCounterStore.withMaxKeys(2_000_000))
        .clock(clock)
        .build();
  }

  /** A limit whose window is a round or some through all callers, so each count holds a few. */
  private String roomyLimit() {
    return "'limits':[{'window':'PT"
        + BigDecimal.valueOf(identities).movePointLeft(6).toPlainString()
        + "S','max':100000,'scope':'grant'}]";
  }

  /** Buckets of all callers, in a cache that drops idle ones. */
  @State(Scope.Benchmark)
  public static class Buckets {
    private final Cache<String, Bucket> all = Peers.idleOnesGo();

    /** Gives every caller a bucket. */
    @Setup
    public void meetAll(Identities callers) {
      for (String name : callers.names) {
        all.put(name, Peers.newBucket());
      }
    }
  }

  /** Returns a call by somebody, made anew as a host makes it. */
  private ToolCall by(String name) {
    return call.withCaller(Caller.of(name));
  }

  /** Returns a name of forty characters. */
  static String name(int identity) {
    return "tenant-0123456789abcdef/user-" + (10_000_000_000L + identity);
  }

  /** A clock that stands until all are met, so that no count is swept away as idle meanwhile. */
  private static final class Clock implements PolicyClock {
    private final long start = System.nanoTime();
    private boolean runs;

    @Override
    public long nanos() {
      return runs ? System.nanoTime() : start;
    }

    @Override
    public Instant wall() {
      return Instant.now();
    }
  }

  /** A thread's way through the callers. */
  @State(Scope.Thread)
  public static class Way {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private int at = NUMBER.getAndIncrement() * 500_003;

    private int next(int below) {
      at = (at + 1) & Integer.MAX_VALUE;
      return at % below;
    }
  }

  /** Spends from the next caller's count. */
  @Benchmark
  public Decision check(Way way, Counts counts) {
    return Cases.allowed(counts.engine.check(by(next(way))));
  }

  /** Spends from the next caller's count, which its last call has left since if there are many. */
  @Benchmark
  public Decision checkWhileIdle(Way way, BriefCounts counts) {
    return Cases.allowed(counts.engine.check(by(next(way))));
  }

  /** Takes a token from the next caller's bucket, in a cache that drops idle ones. */
  @Benchmark
  public boolean bucket4j(Way way, Buckets buckets) {
    return Cases.yes(Objects.requireNonNull(buckets.all.getIfPresent(next(way))).tryConsume(1));
  }

  private String next(Way way) {
    return comers[way.next(identities)];
  }
}
