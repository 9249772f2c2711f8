package dev.mcppolicy.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about LangChain4j shows is what these tests run. */
class PageTest {

  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(?:text|json)\\n(.*?)^```$", Pattern.DOTALL);

  @Test
  void everyBlockStandsInATest() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.append(plain(Files.readString(file)));
      }
    }
    int blocks = 0;
    Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/langchain4j.md")));
    while (block.find()) {
      assertThat(sources).contains(plain(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isEqualTo(5);
  }

  /** Without white space, by which a page and a source may differ. */
  private static String plain(String text) {
    return text.replaceAll("\\s", "");
  }
}
