package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies, tests and pages that are written for tools. */
class ScaffoldedFilesTest {

  private static final String TOOLS = Fixtures.path("tools.json");

  @TempDir private Path folder;
  private Path policy;
  private Path tests;

  @BeforeEach
  void name() {
    policy = folder.resolve("policy.json");
    tests = folder.resolve("policy.policy-tests.json");
  }

  private void scaffold() {
    assertThat(Run.of("scaffold", "--from", TOOLS, "-o", policy.toString()).out())
        .isEqualTo(policy + ": 5 listed, 1 hidden, and tests beside it\n");
  }

  private void assertSound() {
    assertThat(Run.of("check", policy.toString(), tests.toString()).exit()).isZero();
    assertThat(Run.of("lint", policy.toString()).exit()).isZero();
    Run tested = Run.of("test", "--min-coverage", "100", tests.toString());
    assertThat(tested.exit()).as(tested.toString()).isZero();
  }

  @Test
  void whatIsWrittenLoadsIsNotSuspiciousAndWhollyTested() {
    scaffold();
    assertSound();
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws IOException {
    Files.writeString(tests, "mine");
    Run run = Run.of("scaffold", "--from", TOOLS, "-o", policy.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("is there already");
    assertThat(policy).doesNotExist();
    assertThat(tests).hasContent("mine");
  }

  @Test
  void anUpdateAddsToThePolicyAndItsTests() throws IOException {
    scaffold();
    String before = Files.readString(policy);
    Path more = folder.resolve("more.json");
    Files.writeString(
        more, "[{\"name\": \"get_x\"}, {\"name\": \"erase_x\"}, {\"name\": \"pay\"}]");
    Run run = Run.of("scaffold", "--from", more.toString(), "--update", policy.toString());
    assertThat(run)
        .isEqualTo(
            new Run(
                0, policy + ": new: 1 listed, 1 hidden\n  listed  get_x\n  hidden  erase_x\n", ""));
    assertThat(Files.readString(policy))
        .isEqualTo(
            before
                .replace("[\"purge\"]", "[\"purge\", \"erase_x\"]")
                .replace("\n    }\n  }\n}", "\n    },\n    \"get_x\": {}\n  }\n}"));
    assertSound();
    assertThat(Run.of("scaffold", "--from", more.toString(), "--update", policy.toString()).out())
        .isEqualTo(policy + ": nothing is new\n");
  }

  @Test
  void testsThatOtherRulesMakeUntrueAreLeftOut() throws IOException {
    Files.writeString(
        policy,
        """
        { "version": "1", "default": "deny", "all_tools": { "rate_limit": "3/minute" } }
        """);
    Path more = Files.writeString(folder.resolve("m.json"), "[{\"name\": \"run\"}]");
    Run run = Run.of("scaffold", "--from", more.toString(), "--update", policy.toString());
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .isEqualTo("note: 1 test is left out, for the policy's other rules make it otherwise\n");
    assertThat(tests).doesNotExist();
    assertThat(Run.of("check", policy.toString()).exit()).isZero();
  }

  @Test
  void testsThatCantBeReadKeepEverythingAsItWas() throws IOException {
    Files.writeString(policy, "{ \"version\": \"1\", \"default\": \"deny\" }");
    Files.writeString(tests, "{ broken");
    Path more = Files.writeString(folder.resolve("m.json"), "[{\"name\": \"run\"}]");
    Run run = Run.of("scaffold", "--from", more.toString(), "--update", policy.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(policy).hasContent("{ \"version\": \"1\", \"default\": \"deny\" }");
    assertThat(tests).hasContent("{ broken");
  }

  @Test
  void jsonIsReadAgain() throws IOException {
    Run first = Run.of("tools", "--from", TOOLS, "--format", "json");
    Path saved = Files.writeString(folder.resolve("tools.json"), first.out());
    assertThat(Run.of("tools", "--from", saved.toString(), "--format", "json")).isEqualTo(first);
    assertThat(Run.of("tools", "--from", saved.toString()))
        .isEqualTo(Run.of("tools", "--from", TOOLS));
  }

  @Test
  void aPageShowsWhatServersSayAndObeysNoneOfIt() throws IOException {
    scaffold();
    Path page = folder.resolve("tools.html");
    Path hostile =
        Files.writeString(
            folder.resolve("hostile.json"),
            "[{\"name\": \"<img src=x onerror=alert(1)>\","
                + " \"description\": \"</script><script>alert(1)</script>\\u202e\"}]");
    Run run =
        Run.of(
            "tools",
            "--from",
            TOOLS,
            "--from",
            hostile.toString(),
            "--policy",
            policy.toString(),
            "--html",
            page.toString());
    assertThat(run.exit()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains("Grade F", "not covered", "asks", "hidden", "&lt;img src=x", "\\u202e")
        .contains("&quot;op&quot;: &quot;within&quot;")
        .doesNotContain("<img", "<script>alert");
  }

  @Test
  void aServerThatCantBeReadIsSaidAndTheOthersAreShown() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("mcp.json"),
            "{\"mcpServers\": {\"gone\": {\"command\": \"/no/such/program\"}, \"odd\": {}}}");
    Run run = Run.of("tools", "--config", config.toString(), "--from", TOOLS);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("payments: grade F");
    assertThat(run.err())
        .contains("gone: \"/no/such/program\" can't be started: ")
        .contains("odd: it has neither a \"command\" nor a \"url\"\n");
  }

  @Test
  void thePageOfToolsShowsWhatIsPrinted() throws IOException {
    Path page = Path.of("").toAbsolutePath();
    while (!Files.exists(page.resolve("docs/know-your-tools.md"))) {
      page = page.getParent();
    }
    String text = Files.readString(page.resolve("docs/know-your-tools.md"));
    Files.writeString(folder.resolve("tools-list.json"), block(text, "json settings"));
    String look = text.substring(text.indexOf("```text"));
    String write = look.substring(look.indexOf("## A recommended policy"));
    Transcript transcript = new Transcript(folder);
    assertThat(transcript.again(block(look, "text"))).isEqualTo(block(look, "text"));
    assertThat(transcript.again(block(write, "text"))).isEqualTo(block(write, "text"));
    assertThat(policy).hasContent(block(write, "json"));
    assertSound();
  }

  private static String block(String text, String kind) {
    String fence = "```" + kind + "\n";
    int from = text.indexOf(fence) + fence.length();
    return text.substring(from, text.indexOf("```\n", from));
  }
}
