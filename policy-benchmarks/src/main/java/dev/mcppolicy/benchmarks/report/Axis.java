package dev.mcppolicy.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Where values lie on a drawing. */
record Axis(boolean log, double low, double high, double from, double to) {

  /** Returns an axis that holds some values: from zero, or from the power of ten below. */
  static Axis over(boolean log, double least, double most, double from, double to) {
    if (!log) {
      return new Axis(false, 0, most > 0 ? most : 1, from, to);
    }
    double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
    double high = Math.max(most, low * 10);
    return new Axis(true, low, high, from, to);
  }

  double at(double value) {
    double share =
        log
            ? Math.log10(Math.max(value, low) / low) / Math.log10(high / low)
            : Math.max(value, 0) / high;
    return from + share * (to - from);
  }

  /** Returns values that are good to read the others off. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (log) {
      for (double tick = low; tick <= high * 1.0001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double step = Math.pow(10, Math.floor(Math.log10(high)));
    step = high / step < 3 ? step / 2 : step;
    for (double tick = 0; tick <= high * 1.0001; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }
}
