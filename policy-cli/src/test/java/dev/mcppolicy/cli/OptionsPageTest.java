package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The page of commands and options holds what each command says of itself. {@code
 * -Dmcppolicy.golden=<folder>} writes the page as it has to be.
 */
class OptionsPageTest {

  private static final String BEGINNING =
      """
      # Commands and options

      Which options does each command have? Below is what `policy COMMAND --help` prints, for each of them. The
      [command line](command-line.md) says what they are for. This page is written by a test; don't edit it.
      """;

  @Test
  void thePageHoldsTheHelpOfEveryCommand() throws IOException {
    StringBuilder page = new StringBuilder(BEGINNING);
    Output nowhere = new Output(OutputStream.nullOutputStream(), StandardCharsets.UTF_8, false);
    add(page, Commands.of(nowhere, nowhere), "");
    Path file = file();
    if (System.getProperty("mcppolicy.golden") != null) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).isEqualTo(page.toString());
  }

  private static void add(StringBuilder page, CommandLine group, String before) {
    group
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String words = before + name;
              page.append("\n## ").append(words).append("\n\n```text\n$ policy ").append(words);
              page.append(" --help\n").append(Run.of((words + " --help").split(" ")).out());
              page.append("```\n");
              add(page, command, words + " ");
            });
  }

  private static Path file() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/command-line.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/command-line-options.md");
  }
}
