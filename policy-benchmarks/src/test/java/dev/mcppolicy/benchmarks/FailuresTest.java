package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailuresTest {

  /** A program that fails while one of its threads waits for ever. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) {
      Failures.endTheProcess();
      new Thread(
              () -> {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              })
          .start();
      throw arguments.length == 0
          ? new IllegalStateException("failed")
          : new IllegalStateException(new UncheckedIOException(new IOException("closed")));
    }
  }

  @Test
  void aProgramThatFailsEndsThoughAThreadOfItWaits() throws Exception {
    assertThat(endOf(Waiting.class.getName())).isEqualTo(1);
  }

  @Test
  void aProgramThatLosesItsConnectionSaysSoByHowItEnds() throws Exception {
    assertThat(endOf(Waiting.class.getName(), "closed")).isEqualTo(2);
  }

  private static int endOf(String... program) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(program));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
