package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.spent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is paused, cut off and killed under load: sums stay exact, threads come back. */
@Tag("stress")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StressTest {

  private static final Charge CALL =
      call("calls", "alice", lifetime(1_000_000_000), inFlight(1_000_000_000));

  @Test
  void sumsAreExactThoughTheServerPausesAndConnectionsAreCut() throws Exception {
    try (RedisProcess server = RedisProcess.start()) {
      underLoad(server, false, Duration.ofMillis(250));
    }
  }

  @Test
  void sumsAreExactThoughTheServerDiesWhereItWritesBeforeItAnswers() throws Exception {
    try (RedisProcess server =
        RedisProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
      underLoad(server, true, Duration.ofSeconds(2));
    }
  }

  private static void underLoad(RedisProcess server, boolean dies, Duration timeout)
      throws Exception {
    try (Cutter cutter = new Cutter(server.port())) {
      // The client would wait longer after each attempt, up to half a minute.
      ClientResources resources =
          ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(20))).build();
      RedisClient through = RedisClient.create(resources, cutter.uri());
      try (RedisCounterStore store = RedisCounterStore.builder(through).timeout(timeout).build()) {
        AtomicLong kept = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Thread thread = new Thread(() -> load(store, kept, failed, done));
          threads.add(thread);
          thread.start();
        }
        Random random = new Random(1);
        for (int round = 0; round < 30; round++) {
          LockSupport.parkNanos(300_000_000);
          switch (random.nextInt(3)) {
            case 0 -> {
              server.pause();
              LockSupport.parkNanos(200_000_000L + random.nextInt(300_000_000));
              server.resume();
            }
            case 1 -> cutter.cutAfter(random.nextInt(2_000));
            default -> {
              if (dies) {
                server.kill();
                server.run();
              }
            }
          }
        }
        cutter.cutAfter(-1);
        done.set(true);
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(kept).hasPositiveValue();
        assertThat(failed).hasPositiveValue();
        Amount expected = Amount.of(kept.get());
        eventuallyAnswers(() -> spent(store, CALL).equals(expected));
        Charge slots = call("calls", "alice", inFlight(1));
        eventuallyAnswers(() -> spent(store, slots).isZero());
      } finally {
        through.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS).get();
      }
    }
  }

  private static void load(
      RedisCounterStore store, AtomicLong kept, AtomicLong failed, AtomicBoolean done) {
    while (!done.get()) {
      try {
        Taking taking = store.take(List.of(CALL), now()).toCompletableFuture().join();
        store.settle(((Taking.Taken) taking).ticket(), new BitSet());
        kept.incrementAndGet();
      } catch (CompletionException unavailable) {
        failed.incrementAndGet();
      }
    }
  }
}
