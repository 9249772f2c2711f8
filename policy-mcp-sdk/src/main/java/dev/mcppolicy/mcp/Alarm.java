package dev.mcppolicy.mcp;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * Does something at the earliest of many moments. It is set anew only for a moment before the one
 * that it is set to, so that whoever asks for ever later ones sets it once in a while. Thread-safe.
 */
final class Alarm {

  /** So long after its moment an alarm will not ring any more: somebody has stopped its timer. */
  private static final long GIVEN_UP = TimeUnit.SECONDS.toNanos(1);

  private final Runnable action;
  private volatile @Nullable Set set;

  /**
   * Makes an alarm that isn't set.
   *
   * @param action what is done when it rings, which asks for the next moment; it may be done once
   *     too often
   */
  Alarm(Runnable action) {
    this.action = action;
  }

  /**
   * What an alarm is set to.
   *
   * @param moment of {@link System#nanoTime}
   */
  private record Set(long moment, Disposable timer) {}

  /**
   * Rings at a moment of {@link System#nanoTime} or before; whoever is told so asks again then.
   *
   * @param now such a moment that has come
   */
  void ringsBy(long moment, long now) {
    Set to = set;
    if (to == null || moment - to.moment() < 0) {
      setTo(moment);
    } else if (now - to.moment() > GIVEN_UP) {
      setAnew(to);
    }
  }

  private synchronized void setAnew(Set given) {
    if (given.equals(set)) {
      set = null;
      given.timer().dispose();
      setTo(System.nanoTime());
    }
  }

  /** Rings no more, until somebody asks for it. */
  synchronized void stop() {
    Set to = set;
    if (to != null) {
      set = null;
      to.timer().dispose();
    }
  }

  private synchronized void setTo(long moment) {
    Set to = set;
    if (to != null && moment - to.moment() >= 0) {
      return;
    }
    long wait = Math.max(0, moment - System.nanoTime());
    set = new Set(moment, Schedulers.parallel().schedule(this::ring, wait, TimeUnit.NANOSECONDS));
    if (to != null) {
      to.timer().dispose();
    }
  }

  /** It isn't set from here on: what is asked for while the action looks around isn't missed. */
  private void ring() {
    synchronized (this) {
      set = null;
    }
    action.run();
  }
}
