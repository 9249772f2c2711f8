package dev.mcppolicy.mcp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * Interrupts a thread that waits longer than it may. An interrupt of its own it takes back, so that
 * whoever waits next isn't disturbed.
 */
final class Watchdog {

  private final Thread thread = Thread.currentThread();
  private boolean over;
  private boolean interrupted;

  private Watchdog() {}

  /** Does something on this thread, for so long at most. */
  static boolean within(Duration time, BooleanSupplier action) {
    Watchdog watchdog = new Watchdog();
    Disposable alarm =
        Schedulers.parallel().schedule(watchdog::interrupt, time.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return action.getAsBoolean();
    } finally {
      alarm.dispose();
      watchdog.end();
    }
  }

  private synchronized void interrupt() {
    if (!over) {
      interrupted = true;
      thread.interrupt();
    }
  }

  private synchronized void end() {
    over = true;
    if (interrupted) {
      boolean unused = Thread.interrupted();
    }
  }
}
