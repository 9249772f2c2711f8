package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Each thread is given something to wait for once in a while, however many calls are made. */
class TimerThreadsTest {

  private final List<Long> timers = new ArrayList<>();
  private final TimerThreads threads = new TimerThreads(3, timers::add);
  private final long start = System.nanoTime();

  @Test
  void eachThreadWaitsOnceInAPeriod() {
    for (int call = 0; call < 1_000; call++) {
      threads.keepWaiting(start + call);
    }

    assertThat(timers).hasSize(3).containsOnly(TimerThreads.PERIOD_NANOS);
  }

  @Test
  void eachWaitsAgainWhenAPeriodIsOver() {
    threads.keepWaiting(start);
    threads.keepWaiting(start + TimerThreads.PERIOD_NANOS - 1);
    assertThat(timers).hasSize(3);

    threads.keepWaiting(start + TimerThreads.PERIOD_NANOS);

    assertThat(timers).hasSize(6);
  }

  @Test
  void aCallGoesOnWithoutThreads() {
    TimerThreads ended =
        new TimerThreads(
            3,
            wait -> {
              throw new RejectedExecutionException();
            });

    ended.keepWaiting(start);
    ended.keepWaiting(start + TimerThreads.PERIOD_NANOS);
  }
}
