package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows what the example is and, as its own test says, prints. */
class ReadmeTest {

  private static final Path EXAMPLES = Page.ROOT.resolve("policy-examples");
  private static final Page README = Page.of("README.md");

  @Test
  void theOutputIsTheOneExpected() throws IOException {
    String expected = Files.readString(EXAMPLES.resolve("expected/guarded-client.txt"));
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
        .isEqualTo(
            Policy.load(
                EXAMPLES.resolve("src/main/resources/policies/guarded-client.policy.json")));
  }

  @Test
  void itFitsOnTwoScreens() {
    assertThat(README.text().lines().count()).isLessThanOrEqualTo(130);
  }
}
