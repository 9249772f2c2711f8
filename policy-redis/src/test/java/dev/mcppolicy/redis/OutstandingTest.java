package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for a server that stands still, and the threads that they don't hold. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutstandingTest {

  private static final Charge CALL = call("calls", "alice", lifetime(10_000));

  @Test
  void callsThatAreOutstandingHoldNoThreads() throws Exception {
    Policy policy =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"rate_limit\":\"9999/day\"}}}");
    try (RedisProcess server = RedisProcess.start()) {
      RedisClient client = RedisClient.create(server.uri());
      try (RedisCounterStore store =
          RedisCounterStore.builder(client).timeout(Duration.ofMinutes(1)).build()) {
        PolicyEngine engine =
            PolicyEngine.builder(policy)
                .counters(store)
                .storeTimeout(Duration.ofMinutes(1))
                .build();
        assertThat(engine.checkAsync(ToolCall.of("run")).get().isAllowed()).isTrue();
        assertThat(takes(store, CALL)).isTrue();
        int before = Thread.getAllStackTraces().size();
        server.pause();
        List<CompletableFuture<Decision>> decisions = new ArrayList<>();
        List<CompletableFuture<Taking>> takings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          decisions.add(engine.checkAsync(ToolCall.of("run")).toCompletableFuture());
          takings.add(store.take(List.of(CALL), now()).toCompletableFuture());
        }
        // A thread or two of a pool may have started meanwhile, whoever needed it.
        assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 8);
        assertThat(decisions).noneMatch(CompletableFuture::isDone);
        assertThat(takings).noneMatch(CompletableFuture::isDone);
        server.resume();
        decisions.forEach(decision -> assertThat(decision.join().isAllowed()).isTrue());
        takings.forEach(taking -> assertThat(taking.join()).isInstanceOf(Taking.Taken.class));
      } finally {
        client.shutdown(0, 1, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void whatDependsOnAnAnswerDoesNotHoldUpTheConnection() throws Exception {
    try (RedisProcess server = RedisProcess.start()) {
      RedisClient client = RedisClient.create(server.uri());
      try (RedisCounterStore store =
          RedisCounterStore.builder(client).timeout(Duration.ofMinutes(1)).build()) {
        takes(store, CALL);
        server.pause();
        CompletableFuture<Taking> first = store.take(List.of(CALL), now()).toCompletableFuture();
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        AtomicReference<String> thread = new AtomicReference<>("");
        CompletableFuture<Void> dependent =
            first.thenAccept(
                taking -> {
                  thread.set(Thread.currentThread().getName());
                  blocked.join();
                });
        server.resume();
        first.get();
        // Its answer comes by the connection on whose behalf somebody is held up.
        assertThat(takes(store, CALL)).isTrue();
        assertThat(dependent).isNotDone();
        blocked.complete(null);
        dependent.get();
        assertThat(thread.get()).doesNotContain("lettuce");
      } finally {
        client.shutdown(0, 1, TimeUnit.SECONDS);
      }
    }
  }
}
