package dev.mcppolicy.redis;

import dev.mcppolicy.internal.thread.Daemons;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a store. An answer to one caller may be handed over on one made for another. */
final class Background {

  private Background() {}

  /** Where answers are handed over. */
  static ExecutorService answers() {
    return new Daemons("mcp-policy-redis-worker").pool();
  }

  /** One thread for what has to be done later; it never waits for anything. */
  static ScheduledExecutorService scheduler() {
    return new Daemons("mcp-policy-redis").timer();
  }

  /** One thread for what follows from failures, which is there while there are some. */
  static Executor failures() {
    ThreadPoolExecutor failures =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new Daemons("mcp-policy-redis-failures"));
    failures.allowCoreThreadTimeOut(true);
    return failures;
  }
}
