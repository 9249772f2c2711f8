package dev.mcppolicy.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> late = new ArrayList<>();

  private CompletableFuture<String> awaited(CompletionStage<String> stage, Duration timeout) {
    return new Patience().awaited(stage, timeout, "otherwise", late::add);
  }

  @Test
  void anAnswerIsWaitedForOnThisThread() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Thread waiting = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              stage.complete("yes");
            });
    other.start();
    assertThat(awaited(stage, LONG)).isCompletedWithValue("yes");
    other.join();
    assertThat(stage.getNumberOfDependents()).isZero();
    assertThat(late).isEmpty();
  }

  @Test
  void whatComesAfterTheTimeIsLate() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    assertThat(awaited(stage, Duration.ZERO)).isCompletedWithValue("otherwise");
    stage.complete("yes");
    assertThat(late).containsExactly("yes");
  }

  @Test
  void aFailureIsTheStagesOwn() {
    IllegalStateException failure = new IllegalStateException("down");
    assertThatThrownBy(awaited(CompletableFuture.failedFuture(failure), LONG)::join)
        .hasCause(failure);
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    assertThatThrownBy(awaited(cancelled, LONG)::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void anInterruptEndsTheWaitingAndNotTheAnswer() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    CompletableFuture<String> answer = awaited(stage, LONG);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isNotDone();
    stage.complete("yes");
    assertThat(answer).isCompletedWithValue("yes");
  }

  @Test
  void aStageThatIsNoFutureIsHeard() {
    CompletableFuture<String> stage =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<String> toCompletableFuture() {
            throw new UnsupportedOperationException();
          }
        };
    CompletableFuture<String> answer = awaited(stage, LONG);
    assertThat(answer).isNotDone();
    stage.complete("yes");
    assertThat(answer).isCompletedWithValue("yes");
  }

  @Test
  void anEndForWhichThereIsNoThreadComesWhenThereIsOne() throws Exception {
    Patience patience = new Patience(1);
    CountDownLatch both = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> end =
        patience
            .bounded(first, Duration.ofMillis(50), "over", late::add)
            .thenApply(
                over -> {
                  busy.countDown();
                  await(both);
                  return over;
                });
    await(busy);
    CompletableFuture<String> second =
        patience.bounded(new CompletableFuture<>(), Duration.ZERO, "over too", late::add);
    CompletableFuture<String> third = new CompletableFuture<>();
    CompletableFuture<String> answered =
        patience.bounded(third, Duration.ZERO, "over as well", late::add);
    third.complete("yes");
    assertThat(answered).isCompletedWithValue("yes");
    assertThat(second).isNotDone();
    both.countDown();
    assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo("over too");
    assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo("over");
    first.complete("yes");
    assertThat(late).containsExactly("yes");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
