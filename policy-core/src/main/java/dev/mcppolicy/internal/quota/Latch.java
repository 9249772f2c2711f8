package dev.mcppolicy.internal.quota;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock that is one number in the object it guards, held for a few dozen nanoseconds at a time. It
 * can be ended: nobody gets it any more then.
 *
 * <p>It is neither reentrant nor fair, and knows no owner: only who has got it may let it go. A
 * monitor would do the same, but is worth hundreds of bytes and thousands of nanoseconds once two
 * threads have met at it.
 */
abstract class Latch {
  private static final int HELD = 1;
  private static final int ENDED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Latch.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int state;

  /** Gets this lock, however long that takes; false if it was ended. */
  final boolean lock() {
    return STATE.compareAndSet(this, 0, HELD) || lockLater();
  }

  private boolean lockLater() {
    Pause pause = new Pause();
    try {
      while (true) {
        int seen = (int) STATE.getAcquire(this);
        if (seen == ENDED) {
          return false;
        }
        if (seen == 0 && STATE.compareAndSet(this, 0, HELD)) {
          return true;
        }
        pause.next();
      }
    } finally {
      pause.end();
    }
  }

  /** Lets this lock go, which the thread has got. */
  final void unlock() {
    STATE.setRelease(this, state & ENDED);
  }

  /** Ends this lock, which the thread has got: nobody gets it any more once it is let go. */
  final void end() {
    state |= ENDED;
  }
}
