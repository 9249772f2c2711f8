package dev.mcppolicy.benchmarks.run;

import dev.mcppolicy.benchmarks.report.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Whoever else uses the processors while nothing is measured. */
final class Neighbours {

  private static final Path TIMES = Path.of("/proc/stat");
  private static final long MOMENT = 500_000_000;

  private Neighbours() {}

  /** Returns which share of the processors' time they take for a moment, where Linux tells. */
  static Optional<Reading> reading(String section, int round) {
    try {
      String before = Files.readString(TIMES);
      long start = System.nanoTime();
      while (System.nanoTime() - start < MOMENT) {
        LockSupport.parkNanos(MOMENT);
      }
      double busy = busy(before, Files.readString(TIMES));
      return Optional.of(new Reading(Reading.NEIGHBOURS, section, round, List.of(busy), "%", null));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the percentage of the time between two states of {@code /proc/stat} that was used. */
  static double busy(String before, String after) {
    long[] first = times(before);
    long[] last = times(after);
    long all = Arrays.stream(last).sum() - Arrays.stream(first).sum();
    long idle = last[3] + last[4] - first[3] - first[4];
    return all <= 0 ? 0 : 100.0 * (all - idle) / all;
  }

  private static long[] times(String stat) {
    String[] words = stat.lines().findFirst().orElse("").trim().split(" +", -1);
    if (words.length < 9) {
      throw new IllegalArgumentException("not a state of processors: " + stat);
    }
    // What guests use is in the others already.
    return Arrays.stream(words, 1, 9).mapToLong(Long::parseLong).toArray();
  }
}
