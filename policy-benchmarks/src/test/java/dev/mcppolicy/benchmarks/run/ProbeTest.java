package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.benchmarks.Failures;
import dev.mcppolicy.benchmarks.report.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aProgramThatLosesItsConnectionIsRunOnceMoreAndWhatItPrintedDoesNotCount(@TempDir Path folder)
      throws Exception {
    assertThat(fails(folder, 1, Failures.CONNECTION_LOST).measure(2))
        .containsExactly(new Reading("run", "clients", 2, List.of(2.0), "ns", null));
  }

  @Test
  void aProgramThatLosesItsConnectionAgainFails(@TempDir Path folder) {
    assertThatThrownBy(() -> fails(folder, 2, Failures.CONNECTION_LOST).measure(1))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(" ended with 2");
    assertThat(folder).isDirectoryNotContaining("glob:**/3");
  }

  @Test
  void aProgramWhoseAnswerIsWrongIsNotRunAgain(@TempDir Path folder) {
    assertThatThrownBy(() -> fails(folder, 1, 1).measure(1))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(" ended with 1");
    assertThat(folder).isDirectoryNotContaining("glob:**/2");
  }

  private static Probe fails(Path folder, int times, int code) {
    return new Probe(
        "clients",
        List.of(),
        List.of(
            Failing.class.getName(),
            folder.toString(),
            Integer.toString(times),
            Integer.toString(code)));
  }

  /** Prints which run it is, and fails in the first ones. */
  static final class Failing {

    private Failing() {}

    public static void main(String[] arguments) throws IOException {
      int run = 1;
      while (Files.exists(Path.of(arguments[0], Integer.toString(run)))) {
        run++;
      }
      Files.createFile(Path.of(arguments[0], Integer.toString(run)));
      System.out.println("run " + run + " ns");
      System.exit(run <= Integer.parseInt(arguments[1]) ? Integer.parseInt(arguments[2]) : 0);
    }
  }

  @Test
  void aLineOfAnythingElseFails() {
    assertThatThrownBy(() -> PROBE.readings("a 1.5 ns\nWARNING\n", 1))
        .hasMessage("[Program] printed: WARNING");
  }
}
