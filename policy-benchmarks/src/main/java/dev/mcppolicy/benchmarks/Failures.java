package dev.mcppolicy.benchmarks;

/** What becomes of a program that measures when something in it fails. */
final class Failures {

  private Failures() {}

  /** Has them end the process, whatever thread still waits for something. */
  static void endTheProcess() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
  }
}
