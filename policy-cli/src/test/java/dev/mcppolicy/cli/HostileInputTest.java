package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no command expects gets one sentence and the right exit code. */
class HostileInputTest {

  @TempDir private Path folder;

  @Test
  void aFileOfHundredMegabytesIsNotReadWhole() throws IOException {
    Path file = folder.resolve("big.json");
    try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
      big.setLength(100L << 20);
    }
    String why = "the document has more than 1048576 bytes; split it, or make its lists shorter\n";
    assertThat(Run.of("check", file.toString())).isEqualTo(new Run(1, file + ": " + why, ""));
    Run explained = Run.of("explain", file.toString(), "--tool", "run");
    assertThat(explained.exit()).isEqualTo(2);
    assertThat(explained.err()).endsWith(": " + why);
    Run args =
        Run.of("explain", Fixtures.path("payments.json"), "--tool", "run", "--args=@" + file);
    assertThat(args).isEqualTo(new Run(2, "", "policy: --args can't be read: " + why));
    Run test = Run.of("test", file.toString());
    assertThat(test.exit()).isEqualTo(1);
    assertThat(test.out()).contains(why).endsWith("\n0 passed, 1 failed\n");
  }

  @Test
  void aFileThatMustNotBeReadIsUnreadable() throws IOException {
    Path file = folder.resolve("secret.json");
    Files.writeString(file, "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
    String why = "can't be read: it must not be read\n";
    assertThat(Run.of("check", file.toString())).isEqualTo(new Run(2, file + ": " + why, ""));
    assertThat(Run.of("test", file.toString()))
        .isEqualTo(new Run(2, "", "policy: " + file + " " + why));
  }

  @Test
  void aLogThatCanBeReadOnlyOnceIsNotCalledEmpty() {
    String why = "policy: /dev/null can be read only once; save what it holds in a file first\n";
    assertThat(Run.of("audit", "verify", "/dev/null")).isEqualTo(new Run(2, "", why));
    assertThat(Run.of("audit", "report", "/dev/null")).isEqualTo(new Run(2, "", why));
    assertThat(Run.of("replay", Fixtures.path("payments.json"), "/dev/null"))
        .isEqualTo(new Run(2, "", why));
  }

  @Test
  void aCharacterThatGotLostOnTheWayIsNotJudged() {
    assertThat(
            Run.of(
                "explain",
                Fixtures.path("payments.json"),
                "--tool=run",
                "--args={\"name\": \"\uFFFD\uFFFD\"}"))
        .isEqualTo(
            new Run(
                2,
                "",
                "policy: --args={\"name\": \"\uFFFD\uFFFD\"} holds a character that got lost in the"
                    + " encoding of this platform; set LC_ALL to a UTF-8 locale, or write it as a"
                    + " JSON escape\n"));
  }

  @Test
  void anEmptyFolderHoldsNoTest() {
    Run run = Run.of("test", folder.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("there is no *.policy-tests.json in this folder")
        .endsWith("\n0 passed, 1 failed\n");
  }

  @Test
  void aHundredThousandLevelsOfNestingAreRefused() throws IOException {
    Path file = folder.resolve("deep.json");
    Files.writeString(file, "[".repeat(100_000));
    assertThat(Run.of("check", file.toString()).exit()).isEqualTo(1);
    assertThat(
            Run.of(
                    "explain",
                    Fixtures.path("payments.json"),
                    "--tool=run",
                    "--args=" + "{\"a\":".repeat(100_000))
                .exit())
        .isEqualTo(2);
  }

  @Test
  void everyProblemOfManyIsPrinted() throws IOException {
    Path file = folder.resolve("many.json");
    StringBuilder keys = new StringBuilder("{\"version\": \"1\", \"default\": \"deny\"");
    for (int i = 0; i < 300; i++) {
      keys.append(",\n\"key").append(i).append("\": 1");
    }
    Files.writeString(file, keys + "}");
    Run run = Run.of("check", file.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(300);
  }

  @Test
  void argumentsThatLookLikeFilesOfArgumentsAreNotExpanded() throws IOException {
    Path file = folder.resolve("args");
    Files.writeString(file, "--version");
    assertThat(Run.of("@" + file).exit()).isEqualTo(2);
    assertThat(Run.of("check", "@" + file).out()).contains("there is no such file");
  }

  @Test
  void whatSomebodyWroteCantMoveTheTerminal() {
    for (String format : new String[] {"text", "json"}) {
      Run run =
          Run.of(
              "explain",
              Fixtures.path("hostile.json"),
              "--tool",
              "run\u001b[0m",
              "--format",
              format);
      assertThat(run.out() + run.err()).doesNotContain("\u001b", "\r", "\u202e");
      run = Run.of("explain", Fixtures.path("hostile.json"), "--tool", "run", "--format", format);
      assertThat(run.out()).contains("\\u001b[2J").doesNotContain("\u001b", "\r", "\u202e");
    }
    assertThat(Run.of("\u001b[2J\nfine").err()).contains("\\u001b[2J\\u000afine");
    assertThat(Run.of("check", "\u001b[2J").out()).startsWith("\\u001b[2J");
    assertThat(Run.of("check", "a\u3164b\u00a0c\ue000").out())
        .startsWith("a\\u3164b\\u00a0c\\ue000");
  }

  @Test
  void aHundredThousandRepeatsTakeMomentsOnly() {
    Run run =
        Run.of(
            "explain",
            Fixtures.path("payments.json"),
            "--tool",
            "list_charges",
            "--repeat",
            "100000");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("  3 to 100000: DENY limit_exceeded");
  }
}
