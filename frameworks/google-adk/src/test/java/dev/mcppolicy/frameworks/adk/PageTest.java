package dev.mcppolicy.frameworks.adk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The class that the page about the Google ADK shows is the one that these tests run. */
class PageTest {

  @Test
  void theClassToCopyIsTheOneThatIsTested() throws IOException {
    String page = Files.readString(Path.of("../../docs/google-adk.md"));
    String tested =
        Files.readString(
            Path.of("src/test/java/dev/mcppolicy/frameworks/adk/GuardedTransportSessions.java"));

    Matcher shown = Pattern.compile("(?s)```text\n(.*?)```").matcher(page);

    assertThat(shown.find()).isTrue();
    assertThat(tested).endsWith(shown.group(1));
  }
}
