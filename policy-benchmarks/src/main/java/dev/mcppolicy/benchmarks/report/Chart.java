package dev.mcppolicy.benchmarks.report;

import java.util.List;

/**
 * A chart of some things that were measured.
 *
 * @param file the name of its file, without the ending
 * @param title what stands above it
 * @param unit what its values are in, for people
 * @param divisor by what the values are divided to be in that unit
 * @param log whether the axis of values is logarithmic
 * @param bars the things, each with a bar; none in a chart with lines
 * @param across what runs from left to right in a chart with lines
 * @param lines the things, as lines; none in a chart with bars
 */
record Chart(
    String file,
    String title,
    String unit,
    double divisor,
    boolean log,
    List<Bar> bars,
    String across,
    List<Line> lines) {

  /** One thing, and what it is called. */
  record Bar(String label, String id, boolean own) {}

  /**
   * Several things that differ in a whole number, which stands for the asterisk in {@code id}; one
   * thread is not said.
   */
  record Line(String label, String id, boolean own, List<Long> at) {
    Line {
      at = List.copyOf(at);
    }

    String idAt(long x) {
      return id.endsWith("@*") && x == 1
          ? id.substring(0, id.length() - 2)
          : id.replace("*", Long.toString(x));
    }
  }

  Chart {
    bars = List.copyOf(bars);
    lines = List.copyOf(lines);
    if (bars.isEmpty() == lines.isEmpty()) {
      throw new IllegalArgumentException("a chart has either bars or lines: " + file);
    }
  }
}
