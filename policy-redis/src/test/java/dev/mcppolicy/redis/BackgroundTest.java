package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The threads on which the answers to all callers are handed over know none of them. */
class BackgroundTest {

  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  @BeforeEach
  void logIn() {
    WHO.set("ann");
  }

  @AfterEach
  void logOut() {
    WHO.remove();
  }

  private static Optional<String> who(Executor executor) throws Exception {
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(WHO.get()), executor)
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void noThreadKnowsWhoMadeIt() throws Exception {
    ExecutorService answers = Background.answers();
    ScheduledExecutorService scheduler = Background.scheduler();
    try {
      assertThat(who(answers)).isEmpty();
      assertThat(who(scheduler)).isEmpty();
      assertThat(who(Background.failures())).isEmpty();
    } finally {
      answers.shutdown();
      scheduler.shutdown();
    }
  }

  @Test
  void oneThatMakesAnotherAndIsInterruptedMeanwhileStaysInterrupted() throws Exception {
    ExecutorService answers = Background.answers();
    try {
      Thread.currentThread().interrupt();
      CompletableFuture<Boolean> daemon =
          CompletableFuture.supplyAsync(() -> Thread.currentThread().isDaemon(), answers);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(daemon.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      answers.shutdown();
    }
  }

  @Test
  void threadsThatWaitForOthersMakeRoomForThem() throws Exception {
    ExecutorService answers = Background.answers();
    try {
      int many = 4 * Runtime.getRuntime().availableProcessors();
      CompletableFuture<Void> last = new CompletableFuture<>();
      CompletableFuture<?>[] waiting = new CompletableFuture<?>[many];
      for (int i = 0; i < many; i++) {
        waiting[i] = CompletableFuture.runAsync(last::join, answers);
      }
      CompletableFuture.runAsync(() -> last.complete(null), answers).get(30, TimeUnit.SECONDS);
      CompletableFuture.allOf(waiting).get(30, TimeUnit.SECONDS);
    } finally {
      answers.shutdown();
    }
  }
}
