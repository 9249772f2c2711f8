package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Window;

/**
 * A sliding meter with so much room behind it that no other begins within two cache lines. Threads
 * that spend from counters side by side take the line from each other at each spend, and both are
 * half as fast. Where there are many counters that hardly happens, and their memory counts more.
 */
@SuppressWarnings("unused") // nobody reads what only keeps others away
final class SpaciousMeter extends CrowdedMeter {

  /** How many counters of a store are made like this. */
  static final int FIRST = 64;

  private long a0;
  private long a1;
  private long a2;
  private long a3;
  private long a4;
  private long a5;
  private long a6;
  private long a7;
  private long b0;
  private long b1;
  private long b2;
  private long b3;
  private long b4;
  private long b5;
  private long b6;
  private long b7;

  SpaciousMeter(Window.Sliding window) {
    super(window);
  }

  /** Long enough to end in a gap, since rings and counters lie side by side too. */
  @Override
  int leastRing() {
    return LONG_RING;
  }
}
