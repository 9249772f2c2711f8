package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.testing.FileResult;
import dev.mcppolicy.testing.PolicyTestSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's way on the page about testing ends where the page says. */
class TestingPageTest {

  private static final Page PAGE = Page.of("docs/testing-policies.md");

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("policies"));
  }

  private static String block(int index, String... info) {
    return PAGE.blocks().stream()
        .filter(block -> block.info().equals(List.of(info)))
        .skip(index)
        .findFirst()
        .orElseThrow()
        .text();
  }

  private PolicyTestSuite suite(String policy, String tests) throws IOException {
    Files.writeString(folder.resolve("payments.json"), policy);
    Files.writeString(folder.resolve("payments.policy-tests.json"), tests);
    return PolicyTestSuite.read(List.of(folder));
  }

  private String shown(Object text) {
    return text.toString().replace(root + "/", "") + "\n";
  }

  private static String mended() {
    return block(0, "json").replace("\"lt\"", "\"lte\"");
  }

  @Test
  void theFirstTestFailsAsShown() throws IOException {
    FileResult file = suite(block(0, "json"), block(0, "json", "settings")).run().files().get(0);
    assertThat(shown(file.tests().get(0).failure().orElseThrow().message()))
        .isEqualTo(block(0, "text"));
  }

  @Test
  void theMendedPolicyPassesAndIsMeasuredAsShown() throws IOException {
    PolicyTestSuite suite = suite(mended(), block(0, "json", "settings"));
    assertThat(suite.run().isSuccess()).isTrue();
    assertThat(shown(suite.run().coverage())).isEqualTo(block(2, "text"));
    assertThat(shown(suite.mutate())).isEqualTo(block(3, "text"));
  }

  @Test
  void theWholeTestsMissNothing() throws IOException {
    PolicyTestSuite suite = suite(mended(), block(1, "json", "settings"));
    assertThat(suite.run().isSuccess()).isTrue();
    assertThat(suite.run().coverage().percentage()).isEqualTo(100);
    assertThat(suite.mutate().survived()).isZero();
  }
}
