package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.examples.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows what the example is and prints. */
class ReadmeTest {

  private static final Path EXAMPLES = Page.ROOT.resolve("policy-examples");
  private static final Page README = Page.of("README.md");

  @Test
  void theExamplePrintsWhatIsExpectedOfIt() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      Hello.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo(Files.readString(EXAMPLES.resolve("expected/hello.txt")));
  }

  @Test
  void theOutputIsTheOneExpected() throws IOException {
    String expected = Files.readString(EXAMPLES.resolve("expected/hello.txt"));
    assertThat(README.blocks())
        .filteredOn(block -> block.isPlain("text"))
        .extracting(Block::text)
        .containsExactly(expected);
  }

  @Test
  void thePolicyIsTheOneOfTheExample() {
    Policy shown =
        Policy.parse(
            README.blocks().stream()
                .filter(block -> block.isPlain("json"))
                .findFirst()
                .orElseThrow()
                .text());
    assertThat(shown)
        .isEqualTo(Policy.load(EXAMPLES.resolve("src/main/resources/hello.policy.json")));
  }

  @Test
  void itFitsOnTwoScreens() {
    assertThat(README.text().lines().count()).isLessThanOrEqualTo(130);
  }
}
