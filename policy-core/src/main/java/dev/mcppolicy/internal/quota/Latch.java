package dev.mcppolicy.internal.quota;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock that is one number in the object it guards, held for a few dozen nanoseconds at a time. It
 * can be ended: nobody gets it any more then. What it guards can be lent: whoever gets the lock
 * then takes it back first.
 *
 * <p>It is neither reentrant nor fair, and knows no owner: only who has got it may let it go. A
 * monitor would do the same, but is worth hundreds of bytes and thousands of nanoseconds once two
 * threads have met at it.
 */
abstract class Latch {
  private static final int HELD = 1;
  private static final int ENDED = 2;
  private static final int LENT = 4;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Latch.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int state;

  /** Gets this lock, however long that takes, and all that was lent; false if it was ended. */
  final boolean lock() {
    return tryLock() || (lockAsItIs() && reclaim());
  }

  /** Gets this lock if nobody has it, and nothing is lent. */
  final boolean tryLock() {
    return STATE.compareAndSet(this, 0, HELD);
  }

  /** Gets this lock and leaves lent what is; false if it was ended. */
  final boolean lockAsItIs() {
    Pause pause = new Pause();
    try {
      while (true) {
        int seen = (int) STATE.getAcquire(this);
        if (seen == ENDED) {
          return false;
        }
        if ((seen & HELD) == 0 && STATE.compareAndSet(this, seen, seen | HELD)) {
          return true;
        }
        pause.next();
      }
    } finally {
      pause.end();
    }
  }

  private boolean reclaim() {
    boolean done = false;
    try {
      takeBack();
      done = true;
    } finally {
      if (!done) {
        unlock();
      }
    }
    return true;
  }

  /** Has lent what this guards, or part of it, as the thread says that has got this lock. */
  final void lend() {
    state |= LENT;
  }

  /** Says whether something is lent; in a race what was so a moment ago. */
  final boolean isLent() {
    return ((int) STATE.getAcquire(this) & LENT) != 0;
  }

  /** Takes back what is lent, if anything is, for the thread that has got this lock. */
  final void takeBack() {
    if ((state & LENT) != 0) {
      gather();
      state &= ~LENT;
    }
  }

  /** Called when what was lent has to come back. */
  void gather() {}

  /** Lets this lock go, which the thread has got. */
  final void unlock() {
    STATE.setRelease(this, state & ~HELD);
  }

  /** Ends this lock, which the thread has got: nobody gets it any more once it is let go. */
  final void end() {
    state |= ENDED;
  }
}
