package dev.mcppolicy.benchmarks.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read off one thing in one round.
 *
 * @param id what was measured: a benchmark's class and method, then its parameters in brackets,
 *     then {@code @} and the number of threads if there was more than one
 * @param section what it was measured together with
 * @param round which round it was, from 1
 * @param samples what was read, in the order of time; never empty
 * @param unit the unit of a sample
 * @param bytes how many bytes one operation allocated, if that was measured
 */
public record Reading(
    String id,
    String section,
    int round,
    List<Double> samples,
    String unit,
    @Nullable Double bytes) {

  /** What says how busy the machine was with other things. */
  public static final String NEIGHBOURS = "Machine.neighbours";

  /** Checks that there is something to read. */
  public Reading {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples must not be empty: " + id);
    }
  }

  /** Returns the sample in the middle. */
  double median() {
    return Figure.of(samples).median();
  }
}
