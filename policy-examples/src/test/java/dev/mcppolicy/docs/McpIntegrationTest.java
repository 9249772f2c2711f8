package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on the MCP SDK says it may and may not do is tested under the names it gives. */
class McpIntegrationTest {

  private static final Path TESTS =
      Page.ROOT.resolve("policy-mcp-sdk/src/test/java/dev/mcppolicy/mcp");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void eachLineIsATest() throws IOException {
    List<MatchResult> names =
        NAME.matcher(Page.of("docs/mcp-integration.md").text()).results().toList();

    assertThat(names).hasSizeGreaterThan(20);
    for (MatchResult name : names) {
      assertThat(Files.readString(TESTS.resolve(name.group(1) + ".java")))
          .as(name.group())
          .containsPattern(Pattern.compile("void " + name.group(2) + "\\("));
    }
  }
}
