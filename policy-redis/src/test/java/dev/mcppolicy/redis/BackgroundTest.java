package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads on which the answers to all callers are handed over know none of them. */
class BackgroundTest {

  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  private static Optional<String> who(Executor executor) throws Exception {
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(WHO.get()), executor)
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void noThreadKnowsWhoMadeIt() throws Exception {
    ExecutorService answers = Background.answers();
    ScheduledExecutorService scheduler = Background.scheduler();
    WHO.set("ann");
    try {
      assertThat(who(answers)).isEmpty();
      assertThat(who(scheduler)).isEmpty();
      assertThat(who(Background.failures())).isEmpty();
    } finally {
      WHO.remove();
      answers.shutdown();
      scheduler.shutdown();
    }
  }
}
