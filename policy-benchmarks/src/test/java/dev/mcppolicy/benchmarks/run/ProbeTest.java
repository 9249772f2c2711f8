package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.benchmarks.report.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {

  private static final Probe PROBE = new Probe("clients", List.of(), List.of("Program"));

  @Test
  void eachLineIsASampleOfWhatItNames() {
    assertThat(PROBE.readings("a 1.5 ns\nb 7 ns\na 2.5 ns\n", 3))
        .containsExactly(
            new Reading("a", "clients", 3, List.of(1.5, 2.5), "ns", null),
            new Reading("b", "clients", 3, List.of(7.0), "ns", null));
  }

  /** A program that writes down each run in a file, fails in the first ones, and then measures. */
  public static final class Shaky {
    private Shaky() {}

    public static void main(String[] arguments) throws IOException {
      Path runs = Path.of(arguments[0]);
      Files.writeString(runs, "run ", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (Files.size(runs) <= 4L * Integer.parseInt(arguments[1])) {
        throw new IllegalStateException("shaky");
      }
      System.out.println("a 1.5 ns");
    }
  }

  private static Probe shaky(Path runs, int failures) {
    return new Probe(
        "clients",
        List.of(),
        List.of(Shaky.class.getName(), runs.toString(), Integer.toString(failures)));
  }

  @Test
  void aProgramThatFailsIsStartedAgain(@TempDir Path folder) throws Exception {
    Path runs = folder.resolve("runs");

    assertThat(shaky(runs, Probe.RUNS - 1).measure(1))
        .containsExactly(new Reading("a", "clients", 1, List.of(1.5), "ns", null));

    assertThat(runs).hasContent("run run run ");
  }

  @Test
  void aProgramThatKeepsFailingIsNotStartedForEver(@TempDir Path folder) {
    Path runs = folder.resolve("runs");

    assertThatThrownBy(() -> shaky(runs, Probe.RUNS).measure(1))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("ended with 1");

    assertThat(runs).hasContent("run run run ");
  }

  @Test
  void aLineOfAnythingElseFails() {
    assertThatThrownBy(() -> PROBE.readings("a 1.5 ns\nWARNING\n", 1))
        .hasMessage("[Program] printed: WARNING");
  }
}
