package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the command line: who saves the files as it says, in the order in which they stand,
 * sees what it shows. {@code -Dmcppolicy.golden=<folder>} writes the page as it is now.
 */
class PageTest {

  private static final Pattern BLOCK =
      Pattern.compile("(?s)(`(policies/[\\w.-]+)`:\n\n)?```([a-z ]+)\n(.*?)```\n");

  @TempDir private Path folder;

  @Test
  void everyCommandPrintsWhatThePageShows() throws IOException {
    Path page = page();
    String text = Files.readString(page);
    Files.createDirectory(folder.resolve("policies"));
    Transcript transcript = new Transcript(folder);
    StringBuilder actual = new StringBuilder();
    int end = 0;
    int commands = 0;
    for (Matcher block = BLOCK.matcher(text); block.find(); end = block.end(4)) {
      String body = block.group(4);
      actual.append(text, end, block.start(4));
      if (block.group(2) != null) {
        Files.writeString(folder.resolve(block.group(2)), body);
      } else if (block.group(3).equals("text")) {
        body = transcript.again(body);
        commands++;
      }
      actual.append(body);
    }
    actual.append(text, end, text.length());
    if (System.getProperty("mcppolicy.golden") != null) {
      Files.writeString(page, actual);
    }
    assertThat(actual.toString()).isEqualTo(text);
    assertThat(commands).isGreaterThanOrEqualTo(5);
  }

  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/command-line.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/command-line.md");
  }
}
