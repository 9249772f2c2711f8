package dev.mcppolicy.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What was measured where: the figures mean little without it.
 *
 * @param processor the processor's model, and how many there are
 * @param memory what the machine has
 * @param system the operating system
 * @param jdk what ran
 * @param commit what was measured
 * @param when when the page was written
 */
public record Surroundings(
    String processor, String memory, String system, String jdk, String commit, String when) {

  /** Returns those of this JVM. */
  public static Surroundings here() {
    return new Surroundings(
        Runtime.getRuntime().availableProcessors()
            + " × "
            + field(Path.of("/proc/cpuinfo"), "model name", "unknown"),
        field(Path.of("/proc/meminfo"), "MemTotal", "unknown"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        checkedOut(),
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
  }

  /** Returns the commit that is checked out, marked if something was changed since. */
  static String checkedOut() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return git.waitFor() == 0 && !commit.isEmpty() ? commit : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  static String field(Path file, String name, String otherwise) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
