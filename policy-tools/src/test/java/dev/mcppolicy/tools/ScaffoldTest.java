package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Code;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Lint;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.SuiteResult;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaffoldTest {

  @TempDir Path folder;

  private static ToolDefinition tool(String name, String... parameters) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String parameter : parameters) {
      String[] part = parameter.split(":");
      properties.put(part[0], Map.of("type", part.length > 1 ? part[1] : "string"));
    }
    return ToolDefinition.of(
        Map.of("name", name, "inputSchema", Map.of("type", "object", "properties", properties)));
  }

  private static Scaffold scaffold(ToolDefinition... tools) {
    return Scaffold.of(List.of(Inventory.of("server", List.of(tools))));
  }

  private static final ToolDefinition[] ALL = {
    tool("get_page"),
    tool("search_all", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
    tool("create_page", "path"),
    tool("run", "file"),
    tool("delete_page"),
    tool("pay", "amount:number"),
    tool("send_invoice"),
  };

  /** Checks a draft as its reader will: it loads, is not suspicious, and its tests reach all. */
  private void assertSound(PolicyDraft draft) throws Exception {
    assertThat(Lint.check(draft.policy()).findings()).isEmpty();
    Files.writeString(folder.resolve("policy.json"), draft.policy());
    Path tests = folder.resolve("policy.policy-tests.json");
    Files.writeString(tests, draft.testFile("policy.json"));
    SuiteResult result = PolicyTestSuite.read(List.of(tests)).run();
    assertThat(result.files().get(0).message()).isEmpty();
    assertThat(result.files().get(0).tests())
        .allSatisfy(test -> assertThat(test.failure()).isEmpty());
    assertThat(result.coverage().policies())
        .allSatisfy(
            policy ->
                assertThat(policy.rules())
                    .allSatisfy(rule -> assertThat(rule.isCovered()).isTrue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http-run",
        "prometheus-start-security-scan",
        "python-run",
        "search-run-command",
        "security-copilot-run-prompt"
      })
  void theSeedToolsGetTheRecommendedDocumentByteForByte(String seed) throws Exception {
    String file = conformance("seed-" + seed + ".policy-tests.json");
    int from = file.indexOf("\"policy\": ") + "\"policy\": ".length();
    int to = file.indexOf("\n  },", from) + "\n  }".length();
    String document = file.substring(from, to).replace("\n  ", "\n") + "\n";
    String name = document.split("\"")[11];
    assertThat(scaffold(tool(name, "x")).draft().policy()).isEqualTo(document);
  }

  @Test
  void theRecommendedDocumentIsTheValidSeed() throws Exception {
    assertThat(scaffold(tool("run_prompt", "prompt")).draft().policy())
        .isEqualTo(conformance("valid/seed.json"));
  }

  private static String conformance(String name) throws Exception {
    try (InputStream in = ScaffoldTest.class.getResourceAsStream("/conformance/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  @Test
  void everyCategoryGetsItsRule() throws Exception {
    PolicyDraft draft = scaffold(ALL).draft();
    assertThat(draft.policy())
        .isEqualTo(
            """
            {
              "version": "1",
              "default": "deny",
              "hide": ["delete_page"],
              "tools": {
                "get_page": {},
                "search_all": { "allowed_args": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] },
                "create_page": { "limits": [{ "counter": "create_page_rate", "window": "minute", "max": 30, "scope": "grant" }] },
                "run": { "limits": [{ "counter": "run_rate", "window": "minute", "max": 10, "scope": "grant" }] },
                "pay": {
                  "action": "require_approval",
                  "reason": "This is about money; a person has to agree.",
                  "limits": [{ "counter": "pay_spend", "window": "day", "max": 100, "scope": "grant", "amount_from": "args.amount" }]
                },
                "send_invoice": {
                  "action": "require_approval",
                  "reason": "This is about money; a person has to agree."
                }
              }
            }
            """);
    assertThat(draft.listed()).hasSize(6);
    assertThat(draft.hidden()).containsExactly("delete_page");
    assertSound(draft);
  }

  @Test
  void everyPresetIsSoundAndTakesAway() throws Exception {
    for (Preset preset : Preset.values()) {
      assertSound(scaffold(ALL).with(preset).draft());
    }
    assertThat(scaffold(ALL).with(Preset.READ_ONLY).draft().listed())
        .containsExactly("get_page", "search_all");
    assertThat(scaffold(ALL).with(Preset.NO_MONEY).draft().hidden())
        .containsExactly("delete_page", "pay", "send_invoice");
    assertThat(scaffold(tool("get_page", "url")).with(Preset.NO_NETWORK).draft().hidden())
        .containsExactly("get_page");
    assertThat(scaffold(tool("browser_get")).with(Preset.NO_NETWORK).draft().hidden())
        .containsExactly("browser_get");
    assertThat(scaffold(ALL).with(Preset.ASK_BEFORE_WRITING).draft().policy())
        .contains("\"reason\": \"This runs something; a person has to agree.\"")
        .contains("\"reason\": \"This changes something; a person has to agree.\"");
    assertThat(Preset.byId("no-money")).contains(Preset.NO_MONEY);
    assertThat(Preset.byId("NO_MONEY")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "?",
        "get_*",
        "**",
        "get_?",
        " ",
        "get\nx",
        "get_\u202Ex",
        "get_\u200Bx",
        "get_\u3164x",
        "\u2800",
        "\u0000"
      })
  void aNameThatMeansOthersOrCantBeSeenStandsNowhereAndIsDenied(String name) throws Exception {
    PolicyDraft draft = scaffold(tool("get_page"), tool(name)).draft();
    assertThat(draft.listed()).containsExactly("get_page");
    assertThat(draft.hidden()).isEmpty();
    assertThat(draft.notes())
        .hasSize(1)
        .allMatch(note -> note.contains("is denied and stands nowhere"));
    PolicyEngine engine = PolicyEngine.of(Policy.parse(draft.policy()));
    assertThat(engine.check(ToolCall.of(name)).code()).contains(Code.NOT_LISTED);
    assertThat(engine.check(ToolCall.of("anything")).code()).contains(Code.NOT_LISTED);
    assertSound(draft);
  }

  @Test
  void namesThatLookLikeSomethingElseToJsonOrThePolicyAreHandled() throws Exception {
    assertSound(
        scaffold(
                tool("run/it"),
                tool("/run"),
                tool("run~1"),
                tool("run\"it\\"),
                tool("run it"),
                tool("run.it"),
                tool("run<script>"),
                tool("pay\"", "a.mount\"]amount:number"),
                tool("pay_x", "in[0].amount:number"),
                tool("a_tool_that_is_not_listed"),
                tool("x".repeat(256)),
                tool("x".repeat(999)))
            .draft());
  }

  @Test
  void anAmountThatIsNoNumberIsNotAddedUpButSuggested() {
    ToolDefinition pay = tool("pay", "amount", "file_path", "callback_url");
    Scaffold scaffold = scaffold(pay);
    assertThat(scaffold.draft().policy()).doesNotContain("amount_from");
    assertThat(scaffold.advice(Rated.of("server", pay)).suggestions())
        .containsExactly(
            "the amount args.amount isn't always a number, so no limit adds it up",
            "{ \"path\": \"args.file_path\", \"op\": \"within\", \"value\": \"/your/folder\" }",
            "{ \"path\": \"args.callback_url\", \"op\": \"host_in\", \"value\": [\"api.example.com\"] }");
  }

  @Test
  void aReaderOfSecretsIsPointedOut() {
    Rated env = Rated.of("server", tool("get-env"));
    assertThat(env.risk().severity()).isEqualTo(Severity.HIGH);
    assertThat(scaffold().advice(env).suggestions())
        .containsExactly(
            "it may hand out secrets: consider \"action\": \"require_approval\", or hide it");
  }

  @Test
  void spendingCanBeBounded() throws Exception {
    PolicyDraft draft = scaffold(ALL).withSpendADay(new BigDecimal("1e3")).draft();
    assertThat(draft.policy()).contains("\"max\": 1000, \"scope\"");
    assertSound(draft);
    assertSound(scaffold(ALL).withSpendADay(BigDecimal.ZERO).draft());
    assertThatThrownBy(() -> scaffold(ALL).withSpendADay(new BigDecimal(-1)))
        .hasMessage("spendADay must be >= 0: -1");
  }

  @Test
  void oneNameOnSeveralServersGetsTheStrictestRule() throws Exception {
    Inventory one = Inventory.of("one", List.of(tool("page")));
    Inventory other =
        Inventory.of(
            "other", List.of(ToolDefinition.of(Map.of("name", "page", "description", "Deletes."))));
    PolicyDraft draft = Scaffold.of(List.of(one, other)).draft();
    assertThat(draft.hidden()).containsExactly("page");
    assertThat(draft.notes())
        .containsExactly(
            "the tool \"page\" is listed by \"one\", \"other\"; one entry, the strictest, is for all of"
                + " them");
  }

  @Test
  void noToolsGiveAPolicyThatDeniesEverything() throws Exception {
    PolicyDraft draft = Scaffold.of(List.of()).draft();
    assertThat(draft.policy()).isEqualTo("{\n  \"version\": \"1\",\n  \"default\": \"deny\"\n}\n");
    assertSound(draft);
  }

  @Property(tries = 60)
  void whateverToolsAreCalledThePolicyIsSound(@ForAll @Size(max = 6) List<String> names)
      throws Exception {
    List<ToolDefinition> tools =
        names.stream()
            .distinct()
            .filter(name -> !name.isEmpty() && name.length() < 900)
            .filter(name -> name.chars().noneMatch(c -> Character.isSurrogate((char) c)))
            .map(name -> tool(name, "amount:number"))
            .toList();
    PolicyDraft draft = Scaffold.of(List.of(Inventory.of("server", tools))).draft();
    PolicyEngine engine = PolicyEngine.of(Policy.parse(draft.policy()));
    assertThat(engine.check(ToolCall.of("a stranger nobody named")).code())
        .contains(Code.NOT_LISTED);
    assertThat(Lint.check(draft.policy()).findings()).isEmpty();
  }
}
