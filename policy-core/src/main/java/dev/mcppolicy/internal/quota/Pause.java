package dev.mcppolicy.internal.quota;

import java.util.concurrent.locks.LockSupport;

/**
 * The pauses of one thread that tries again and again, each a little longer: it spins, since what
 * it waits for takes nanoseconds; then makes way for others, since whom it waits for may be one of
 * them; then sleeps. It wakes up by itself, so nobody has to know that it waits.
 */
final class Pause {
  private static final int SPINS = 4;

  /**
   * How long the first pause is. Whoever looks again sooner takes the memory from the thread that
   * holds what it waits for, and both are slower; that one makes some calls in a row meanwhile.
   */
  private static final int FIRST_SPIN = 16;

  private static final int YIELDS = 16;
  private static final long SHORTEST_SLEEP = 2_000;
  private static final long LONGEST_SLEEP = 1_000_000;

  private int count;
  private long sleep = SHORTEST_SLEEP;
  private boolean interrupted;

  /** Pauses once. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint; it sleeps if that does not help
  void next() {
    if (count < SPINS) {
      for (int i = FIRST_SPIN << count; i > 0; i--) {
        Thread.onSpinWait();
      }
      count++;
    } else if (count < SPINS + YIELDS) {
      Thread.yield();
      count++;
    } else {
      LockSupport.parkNanos(this, sleep);
      sleep = Math.min(2 * sleep, LONGEST_SLEEP);
      // An interrupt would end every further sleep at once.
      interrupted |= Thread.interrupted();
    }
  }

  /** Hands on the interrupt that came meanwhile, if one did. */
  void end() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
