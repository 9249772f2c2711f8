package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
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

/** What a limit costs when several threads spend at once, from one count or from their own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Threads {

  private final PolicyEngine engine = PolicyEngine.of(Cases.policy(Cases.ROOMY_LIMIT));
  private final ToolCall hot = Cases.call();
  private final Bucket bucket = Peers.newBucket();
  private final RateLimiter limiter = Peers.newLimiter("hot");

  /** The call of a grant that no other thread has. */
  @State(Scope.Thread)
  public static class Own {
    private static final AtomicLong NUMBER = new AtomicLong();
    private final ToolCall call =
        Cases.call().withCaller(Caller.of("grant-" + NUMBER.incrementAndGet()));
  }

  /** Spends from the one count of all threads. */
  @Benchmark
  public Decision hotKey() {
    return Cases.allowed(engine.check(hot));
  }

  /** Spends from a count of the thread's own. */
  @Benchmark
  public Decision ownKey(Own own) {
    return Cases.allowed(engine.check(own.call));
  }

  /** Takes a token from the one bucket of all threads. */
  @Benchmark
  public boolean hotBucket4j() {
    return Cases.yes(bucket.tryConsume(1));
  }

  /** Takes a permit of the one limiter of all threads. */
  @Benchmark
  public boolean hotResilience4j() {
    return Cases.yes(limiter.acquirePermission());
  }
}
