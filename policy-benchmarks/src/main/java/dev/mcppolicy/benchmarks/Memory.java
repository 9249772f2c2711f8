package dev.mcppolicy.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcppolicy.Caller;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Prints how many bytes one caller's count takes, with all that is kept for it, its name included.
 */
final class Memory {

  private static final int CALLERS = 500_000;

  private Memory() {}

  /** Measures what its argument names; run it in a JVM of its own, with the serial collector. */
  public static void main(String[] arguments) {
    Failures.endTheProcess();
    String kind = arguments[0];
    long before = used();
    Object kept = filled(kind);
    try {
      double bytes = (used() - before) / (double) CALLERS;
      System.out.printf(Locale.ROOT, "Memory.%s %.1f B%n", kind, bytes);
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  private static Object filled(String kind) {
    return switch (kind) {
      case "seenOnce" -> engine(1);
      case "full" -> engine(10);
      case "atomicLong" -> cache(AtomicLong::new);
      case "bucket4j" -> cache(Peers::newBucket);
      case "resilience4j" -> cache(() -> Peers.newLimiter("one"));
      default -> throw new IllegalArgumentException("unknown kind: " + kind);
    };
  }

  private static PolicyEngine engine(int times) {
    PolicyEngine engine = PolicyEngine.of(Cases.policy(Cases.TIGHT_LIMIT));
    ToolCall call = Cases.call();
    for (int i = 0; i < CALLERS; i++) {
      for (int time = 0; time < times; time++) {
        Cases.allowed(engine.check(call.withCaller(Caller.of(Identities.name(i)))));
      }
    }
    if (engine.counters().stats().keys() != CALLERS) {
      throw new IllegalStateException("counters: " + engine.counters().stats());
    }
    return engine;
  }

  private static <T> Cache<String, T> cache(Supplier<T> counts) {
    Cache<String, T> cache = Caffeine.newBuilder().maximumSize(2L * CALLERS).build();
    for (int i = 0; i < CALLERS; i++) {
      cache.put(Identities.name(i), counts.get());
    }
    cache.cleanUp();
    if (cache.estimatedSize() != CALLERS) {
      throw new IllegalStateException("kept: " + cache.estimatedSize());
    }
    return cache;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
