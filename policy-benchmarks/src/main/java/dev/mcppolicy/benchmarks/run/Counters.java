package dev.mcppolicy.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The processor's counters, which not every machine lets one read. */
final class Counters {

  private Counters() {}

  /** Says whether {@code perf} is there and counts instructions. */
  static boolean exist() {
    try {
      Process perf =
          new ProcessBuilder("perf", "stat", "-x", ",", "-e", "instructions:u", "true")
              .redirectErrorStream(true)
              .start();
      String said = new String(perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return perf.waitFor() == 0 && hasCounted(said);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Says whether a line of {@code perf stat -x ,} begins with a number of instructions. */
  static boolean hasCounted(String said) {
    return said.lines().anyMatch(line -> line.matches("[0-9]+,.*,?instructions.*"));
  }
}
