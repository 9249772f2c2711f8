package dev.mcppolicy.benchmarks;

import java.io.IOException;

/** What becomes of a program that measures when something in it fails. */
public final class Failures {

  /** How a program ends whose connection was lost, in which case it is no answer that is wrong. */
  public static final int CONNECTION_LOST = 2;

  private static final int WRONG = 1;

  private Failures() {}

  /** Has them end the process, whatever thread still waits for something. */
  static void endTheProcess() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(isConnectionLost(failure) ? CONNECTION_LOST : WRONG);
        });
  }

  private static boolean isConnectionLost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
