package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.sliding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LatchTest {

  private static final List<Charge> CALL =
      List.of(call("calls", "alice", sliding(Duration.ofNanos(1), 1_000_000)));

  private static final Moment NOW = Moment.elapsed(0);

  /** Two numbers that are always equal to those who look at them under the lock. */
  private static final class Guarded extends Latch {
    long one;
    long other;
    int gathered;
    boolean broken;

    @Override
    void gather() {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      gathered++;
    }
  }

  @Test
  void onlyOneThreadHasIt() throws Exception {
    countTogether(Executors.newFixedThreadPool(8), 8, 5_000);
  }

  @Test
  @Tag("stress")
  void onlyOneThreadHasItForLong() throws Exception {
    countTogether(Executors.newFixedThreadPool(64), 64, 20_000);
  }

  @Test
  void onlyOneOfManyThreadsHasIt() throws Exception {
    countTogether(lightThreads(), 200, 100);
  }

  @Test
  @Tag("stress")
  void onlyOneOfManyThreadsHasItForLong() throws Exception {
    countTogether(lightThreads(), 10_000, 100);
  }

  @Test
  void whoeverWaitsForOneThatIsEndedDoesNotGetIt() throws Exception {
    Guarded latch = new Guarded();
    assertThat(latch.lock()).isTrue();
    List<Boolean> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(asleep(() -> answers.add(latch.lock())));
    }
    latch.end();
    latch.unlock();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(answers).containsExactly(false, false, false, false);
    assertThat(latch.lock()).isFalse();
  }

  @Test
  void whoeverGetsItTakesBackWhatWasLent() {
    Guarded latch = new Guarded();
    assertThat(latch.tryLock()).isTrue();
    assertThat(latch.tryLock()).isFalse();
    latch.lend();
    latch.unlock();
    assertThat(latch.isLent()).isTrue();
    assertThat(latch.tryLock()).isFalse();
    assertThat(latch.lockAsItIs()).isTrue();
    latch.unlock();
    assertThat(latch.isLent()).isTrue();
    assertThat(latch.gathered).isZero();
    assertThat(latch.lock()).isTrue();
    assertThat(latch.isLent()).isFalse();
    assertThat(latch.gathered).isEqualTo(1);
    latch.takeBack();
    latch.unlock();
    assertThat(latch.tryLock()).isTrue();
    latch.unlock();
    assertThat(latch.gathered).isEqualTo(1);
  }

  @Test
  void whatCannotBeTakenBackStaysLentAndLetsTheLockGo() {
    Guarded latch = new Guarded();
    assertThat(latch.lock()).isTrue();
    latch.lend();
    latch.unlock();
    latch.broken = true;
    assertThatThrownBy(latch::lock).hasMessage("broken");
    assertThat(latch.isLent()).isTrue();
    latch.broken = false;
    assertThat(latch.lock()).isTrue();
    assertThat(latch.gathered).isEqualTo(1);
    assertThat(latch.isLent()).isFalse();
    latch.end();
    latch.unlock();
    assertThat(latch.lockAsItIs()).isFalse();
  }

  @Test
  void whoeverSleepsUntilItIsFreeGetsItAndKeepsItsInterrupt() throws Exception {
    Guarded latch = new Guarded();
    assertThat(latch.lock()).isTrue();
    AtomicBoolean locked = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread waiting =
        asleep(
            () -> {
              locked.set(latch.lock());
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.interrupt();
    // It sleeps on: an interrupt neither ends the wait nor turns it into a busy one.
    awaitSleep(waiting);
    assertThat(locked).isFalse();
    latch.unlock();
    waiting.join();
    assertThat(locked).isTrue();
    assertThat(interrupted).isTrue();
  }

  @Test
  void itIsFreeAgainAfterAStackOverflowWithinAnyDepth() throws Exception {
    Shelves shelves = new Shelves(10);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 20; i++) {
      Thread deep = new Thread(null, () -> takeAtTheEnd(shelves), "deep", 160_000 + 1_000L * i);
      deep.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      deep.start();
      deep.join();
    }
    assertThat(failures).allMatch(StackOverflowError.class::isInstance);
    assertThat(shelves.take(CALL, NOW)).isNotNull();
  }

  /** Takes again and again, ever deeper, until there is no stack left; then once more. */
  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static void takeAtTheEnd(Shelves shelves) {
    try {
      shelves.take(CALL, NOW);
      takeAtTheEnd(shelves);
    } catch (StackOverflowError e) {
      shelves.take(CALL, NOW);
    }
  }

  private static void countTogether(ExecutorService threads, int many, int times) throws Exception {
    Guarded latch = new Guarded();
    List<Future<?>> counting = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      counting.add(
          threads.submit(
              () -> {
                for (int n = 0; n < times; n++) {
                  if (!latch.lock()) {
                    fail("nobody ended it");
                  }
                  long seen = latch.one++;
                  if (n % 100 == 0) {
                    Thread.yield();
                  }
                  boolean alone = seen == latch.other++;
                  latch.unlock();
                  assertThat(alone).isTrue();
                }
              }));
    }
    for (Future<?> one : counting) {
      one.get();
    }
    threads.shutdown();
    assertThat(latch.one).isEqualTo((long) many * times);
  }

  /** Virtual threads, where Java has them. */
  private static ExecutorService lightThreads() throws Exception {
    try {
      Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) factory.invoke(null);
    } catch (NoSuchMethodException e) {
      return Executors.newFixedThreadPool(32);
    }
  }

  private static Thread asleep(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    awaitSleep(thread);
    return thread;
  }

  private static void awaitSleep(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
