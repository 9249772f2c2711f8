package dev.mcppolicy.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who hears what, and on which thread. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeraldTest {

  private final CountDownLatch never = new CountDownLatch(1);

  private static ReloadProblem problem(String message) {
    return new ReloadProblem(
        Kind.INVALID, Optional.empty(), Path.of("policy.json"), Instant.EPOCH, message, List.of());
  }

  /** A listener of problems alone. */
  private interface Hearing extends ReloadListener {
    @Override
    default void reloaded(Reload reload) {}

    @Override
    void refused(ReloadProblem problem);
  }

  private Hearing blocking(CountDownLatch blocked) {
    return problem -> {
      blocked.countDown();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  @Test
  void aListenerThatBlocksKeepsNoOtherFromHearing() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(2);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Hearing last = problem -> heard.add(problem.message());
    try (Herald herald = new Herald(List.of(blocking(blocked), blocking(blocked), last), true)) {
      for (String message : List.of("one", "two", "three")) {
        herald.refused(problem(message));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(message);
      }
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void oneListenerHearsOneEventAfterTheOther() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    Hearing hearing =
        problem -> {
          threads.add(Thread.currentThread());
          heard.add(problem.message());
        };
    try (Herald herald = new Herald(List.of(hearing), true)) {
      for (int i = 0; i < 100; i++) {
        herald.refused(problem("" + i));
      }
    }
    assertThat(heard).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(heard.take()).isEqualTo("" + i);
    }
    assertThat(threads).allMatch(thread -> thread.isDaemon());
    assertThat(threads).extracting(Thread::getName).containsOnly("mcp-policy-reload");
  }

  @Test
  void aListenerThatIsFarBehindMissesEventsAndNoOtherDoes() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    BlockingQueue<Reload> heard = new LinkedBlockingQueue<>();
    ReloadListener first = reload -> blocking(blocked).refused(problem("blocks"));
    Policy policy = Policy.denyByDefault().build();
    try (Herald herald = new Herald(List.of(first, heard::add), true)) {
      for (int i = 0; i < 1_100; i++) {
        Reload reload =
            new Reload(Optional.empty(), Path.of("policy.json"), Instant.EPOCH, policy, policy);
        herald.reloaded(reload);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isSameAs(reload);
      }
    }
  }

  @Test
  void withoutThreadsListenersHearOnTheThreadThatLooks() {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    Hearing hearing = problem -> threads.add(Thread.currentThread());
    try (Herald herald = new Herald(List.of(hearing, hearing), false)) {
      herald.refused(problem("no"));
    }
    assertThat(threads).hasSize(2).containsOnly(Thread.currentThread());
  }

  @Test
  void whoIsFarBehindIsNamed() {
    ReloadListener listener = reload -> {};
    assertThat(ReloadMessages.listenerIsSlow(listener, 1_000))
        .isEqualTo(
            "A reload listener is more than 1000 events behind; those it is not told: "
                + listener.getClass());
  }
}
