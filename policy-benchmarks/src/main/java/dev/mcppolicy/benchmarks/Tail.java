package dev.mcppolicy.benchmarks;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Prints how long calls take that come at fixed moments, whether or not those before them have
 * ended: each is measured from when it should have begun, so that a pause counts for every call
 * that had to wait for its end.
 */
final class Tail {

  private static final int WARM_UP = 60_000;
  private static final int A_SECOND = 5_000;

  private Tail() {}

  /**
   * Measures the way of its first argument, for the seconds of its third; the second is a label.
   */
  public static void main(String[] arguments) throws IOException {
    Failures.endTheProcess();
    Way way = Way.valueOf(arguments[0]);
    String in = "[gc=" + arguments[1] + ",way=" + way + "]";
    Histogram histogram;
    try (Guarded guarded = new Guarded(Place.MEMORY, way)) {
      CallToolRequest request = new CallToolRequest(Cases.TOOL, Cases.arguments());
      for (int i = 0; i < WARM_UP; i++) {
        guarded.call(request);
      }
      histogram = measured(guarded, request, Integer.parseInt(arguments[2]) * A_SECOND);
    }
    print("Tail.p50" + in, histogram.getValueAtPercentile(50));
    print("Tail.p99" + in, histogram.getValueAtPercentile(99));
    print("Tail.p99.9" + in, histogram.getValueAtPercentile(99.9));
    print("Tail.max" + in, histogram.getMaxValue());
  }

  private static Histogram measured(Guarded guarded, CallToolRequest request, int calls) {
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(10), 3);
    long interval = TimeUnit.SECONDS.toNanos(1) / A_SECOND;
    long due = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      due += interval;
      while (System.nanoTime() - due < 0) {
        Thread.onSpinWait();
      }
      guarded.call(request);
      histogram.recordValue(System.nanoTime() - due);
    }
    return histogram;
  }

  private static void print(String id, long nanos) {
    System.out.printf(Locale.ROOT, "%s %d ns%n", id, nanos);
  }
}
