package dev.mcppolicy.benchmarks.report;

import java.util.List;

/** The middle of several values, and how far they lie apart. */
record Figure(double median, double least, double most) {

  /** Returns the figure of some values; not of none. */
  static Figure of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values must not be empty");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Figure(median, sorted[0], sorted[sorted.length - 1]);
  }
}
