package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.redis.RedisCounterStore;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Objects;

/**
 * How do several processes share one quota? Makes eight calls of ten that all processes may make in
 * a minute: run it twice, and the second run gets what the first has left. Needs Redis, at the
 * address in {@code REDIS_URL} or on this machine.
 */
public final class TenAMinuteTogether {

  private static final int CALLS = 8;

  private TenAMinuteTogether() {}

  /** Runs the example. */
  public static void main(String[] arguments) {
    String url = Objects.requireNonNullElse(System.getenv("REDIS_URL"), "redis://localhost");
    RedisClient client = RedisClient.create(url);
    try (RedisCounterStore counters =
        RedisCounterStore.builder(client).timeout(Duration.ofSeconds(1)).build()) {
      PolicyEngine engine =
          PolicyEngine.builder(ExamplePolicy.named("ten-a-minute-together"))
              .counters(counters)
              .storeTimeout(Duration.ofSeconds(2))
              .build();
      int allowed = 0;
      for (int i = 0; i < CALLS; i++) {
        Decision decision = engine.check(ToolCall.of("search"));
        if (decision.isAllowed()) {
          allowed++;
          decision.reservation().settle(Outcome.OK);
        } else {
          System.out.println(decision.textForAgent());
        }
      }
      System.out.println(allowed + " of " + CALLS + " calls were allowed");
    } finally {
      client.shutdown();
    }
  }
}
