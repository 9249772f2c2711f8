package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of examples names each of them, and shows what they print. */
class ExamplesPageTest {

  private static final Page PAGE = Page.of("docs/examples.md");
  private static final Path EXAMPLES = Page.ROOT.resolve("policy-examples");

  @Test
  void everyProgramStandsOnIt() throws IOException {
    List<String> rows =
        PAGE.table("program", "question", "policy", "prints").stream()
            .map(row -> row.get(0))
            .toList();
    try (Stream<Path> files =
        Files.list(EXAMPLES.resolve("src/main/java/dev/mcppolicy/examples"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .forEach(name -> assertThat(rows).anyMatch(row -> row.endsWith("/" + name + ")")));
    }
  }

  @Test
  void whatIsShownIsWhatIsPrinted() throws IOException {
    List<String> shown =
        PAGE.blocks().stream().filter(block -> block.isPlain("text")).map(Block::text).toList();
    assertThat(shown)
        .containsExactly(
            Files.readString(EXAMPLES.resolve("expected/five-tools.txt")),
            Files.readString(EXAMPLES.resolve("expected/guarded-file-server.txt")));
  }
}
