package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.analysis.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is there to be copied has nothing suspicious. */
class CookbookTest {

  private static final Path POLICIES =
      Page.ROOT.resolve("policy-examples/src/main/resources/policies");

  /** The page says why its pattern holds. */
  private static final String EXPLAINED = "/tools/push_files/require/1";

  @Test
  void noPolicyToCopyIsSuspicious() {
    for (String page : List.of("docs/cookbook.md", "docs/production-checklist.md")) {
      for (Block block : Page.of(page).blocks()) {
        String policy = Json.read(block.text()).get("policy").toString();
        assertThat(Lint.check(policy).findings())
            .as(block.where())
            .filteredOn(finding -> !finding.pointer().startsWith(EXPLAINED))
            .isEmpty();
      }
    }
  }

  @Test
  void noPolicyOfAnExampleIsSuspicious() throws IOException {
    try (Stream<Path> files = Files.walk(POLICIES)) {
      files
          .filter(file -> file.toString().endsWith(".policy.json"))
          .forEach(file -> assertThat(Lint.check(file).findings()).as("%s", file).isEmpty());
    }
  }
}
