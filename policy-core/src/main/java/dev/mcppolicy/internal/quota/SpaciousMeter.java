package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Window;

/**
 * A sliding meter with so much room behind it that no other begins within two cache lines. Threads
 * that spend from counters side by side take the line from each other at each spend, and both are
 * half as fast. Where there are many counters that hardly happens, and their memory counts more.
 */
final class SpaciousMeter extends CrowdedMeter {

  /** How many counters of a store are made like this. */
  static final int FIRST = 64;

  private long unused0;
  private long unused1;
  private long unused2;
  private long unused3;
  private long unused4;
  private long unused5;
  private long unused6;
  private long unused7;
  private long unused8;
  private long unused9;
  private long unused10;
  private long unused11;
  private long unused12;
  private long unused13;
  private long unused14;
  private long unused15;

  SpaciousMeter(Window.Sliding window) {
    super(window);
  }

  /** Long enough to end in a gap, since rings and counters lie side by side too. */
  @Override
  int leastRing() {
    return LONG_RING;
  }
}
