package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.InvalidPolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LintTest {

  private static final String GT_10 = one(c("args.n", "gt", "10"));
  private static final String GT_5 = one(c("args.n", "gt", "5"));

  /** What fires, where and with which words, and what nearly does. */
  private record Example(
      LintRule rule, String pointer, String message, String fires, String nearMiss) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/require/0",
              "No call can fulfil this, so every call is denied.",
              tool("'require': [%s]", both(c("args.n", "gt", "10"), c("args.n", "lt", "5"))),
              tool("'require': [%s]", both(c("args.n", "gt", "5"), c("args.n", "lt", "5.1")))),
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/require/0",
              "No call can fulfil this, so every call is denied.",
              tool("'require': [%s]", one(c("args[0].x", "exists", "true"))),
              tool("'require': [%s]", one(c("args.l[0].x", "exists", "true")))),
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/require/0",
              "No call can fulfil this, so every call is denied.",
              tool("'require': [%s]", one(c("tool.name", "eq", "'u'"))),
              doc("'t?': {'require': [%s]}", one(c("tool.name", "eq", "'u'")))),
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/require/0",
              "No call can fulfil this, so every call is denied.",
              tool(
                  "'require': [%s]",
                  both(c("args.s", "starts_with", "'ab'"), c("args.s", "starts_with", "'ac'"))),
              tool(
                  "'require': [%s]",
                  both(c("args.s", "starts_with", "'ab'"), c("args.s", "starts_with", "'a'")))),
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/deny_if/0",
              "No call can fulfil this, so it denies none that can be judged.",
              tool("'deny_if': [%s]", both(c("args.n", "gt", "10"), c("args.n", "lt", "5"))),
              tool("'deny_if': [%s]", both(c("args.n", "gt", "5"), c("args.n", "lt", "10")))),
          new Example(
              LintRule.NEVER_HOLDS,
              "/tools/t/approve_if/0",
              "No call can fulfil this, so approval is asked for none that can be judged.",
              tool(
                  "'approve_if': [%s]",
                  both(c("args.n", "type", "'string'"), c("args.n", "eq", "1"))),
              tool(
                  "'approve_if': [%s]",
                  both(c("args.n", "type", "'integer'"), c("args.n", "eq", "1")))),
          new Example(
              LintRule.NEVER_FAILS,
              "/tools/t/require/0",
              "Every call fulfils this, so it denies none.",
              tool(
                  "'require': [{'conditions': [{'any': [%s]}]}]",
                  c("args.n", "exists", "true") + "," + c("args.n", "exists", "false")),
              tool(
                  "'require': [{'conditions': [{'any': [%s]}]}]",
                  c("args.n", "exists", "true") + "," + c("args.m", "exists", "false"))),
          new Example(
              LintRule.NEVER_FAILS,
              "/tools/t/deny_if/0",
              "No call escapes this, so every call is denied.",
              tool(
                  "'deny_if': [{'conditions': [{'any': [%s]}]}]",
                  c("args.n", "gte", "5") + "," + c("args.n", "neq", "7")),
              tool(
                  "'deny_if': [{'conditions': [{'any': [%s]}, %s]}]",
                  c("args.n", "gt", "5") + "," + c("args.n", "lt", "5"),
                  c("args.n", "exists", "true"))),
          new Example(
              LintRule.NEVER_FAILS,
              "/tools/t/approve_if/0",
              "No call escapes this, so approval is asked for every call.",
              tool("'approve_if': [%s]", one(c("tool.name", "eq", "'t'"))),
              tool("'approve_if': [%s]", one(c("server.name", "eq", "'t'")))),
          new Example(
              LintRule.IMPLIED,
              "/tools/t/require/0",
              "Whatever passes \"/tools/t/require/1\" passes this too, so it adds nothing.",
              tool(
                  "'require': [%s, %s]",
                  one(c("args.n", "lte", "100")), one(c("args.n", "in", "[1, 2]"))),
              tool(
                  "'require': [%s, %s]",
                  one(c("args.n", "lte", "1.5")), one(c("args.n", "in", "[1, 2]")))),
          new Example(
              LintRule.IMPLIED,
              "/tools/t/deny_if/0",
              "Whatever passes \"/all_tools/deny_if/0\" passes this too, so it adds nothing.",
              doc("'t': {'deny_if': [%s]}}, 'all_tools': {'deny_if': [%s]", GT_10, GT_5),
              doc("'t': {'deny_if': [%s]}}, 'all_tools': {'deny_if': [%s]", GT_5, GT_10)),
          new Example(
              LintRule.UNREACHABLE_LIMIT,
              "/tools/t/limits/0",
              "This limit is never reached, because \"/all_tools/rate_limit\" is always reached"
                  + " first.",
              doc(
                  "'t': {'limits': [%s]}}, 'all_tools': {'rate_limit': '60/minute'",
                  limit("'window': 'minute', 'max': 100")),
              doc(
                  "'t': {'limits': [%s]}}, 'all_tools': {'rate_limit': '60/minute'",
                  limit("'window': 'hour', 'max': 100"))),
          new Example(
              LintRule.UNREACHABLE_LIMIT,
              "/tools/t/limits/0",
              "This limit is never reached, because \"/tools/t/limits/1\" is always reached"
                  + " first.",
              tool(
                  "'limits': [%s, %s]",
                  limit("'window': 'day', 'max': 11, 'amount': 2"),
                  limit("'window': 'day', 'max': 5")),
              tool(
                  "'limits': [%s, %s]",
                  limit("'window': 'day', 'max': 9.5, 'amount': 2, 'scope': 'global'"),
                  limit("'window': 'day', 'max': 5"))),
          new Example(
              LintRule.LIMIT_NEVER_DENIES,
              "/tools/t/limits/0",
              "The counter never holds more than 0, because every call spends 0.",
              tool("'limits': [%s]", limit("'window': 'day', 'max': 5, 'amount': 0")),
              doc(
                  "'t': {'limits': [%s]}, 'u': {'limits': [%s]}",
                  limit("'window': 'day', 'max': 5, 'amount': 0, 'counter': 'c'"),
                  limit("'window': 'day', 'max': 9, 'amount': 1, 'counter': 'c'"))),
          new Example(
              LintRule.LIMIT_NEVER_DENIES,
              "/tools/t/rate_limit",
              "Every call is denied by \"/tools/t/action\" before it is counted.",
              tool("'action': 'deny', 'reason': 'No.', 'rate_limit': '1/day'"),
              tool("'action': 'require_approval', 'reason': 'Ask.', 'rate_limit': '1/day'")),
          new Example(
              LintRule.UNANCHORED_REGEX,
              "/tools/t/require/0/conditions/0/value",
              "The pattern \"^a|b$\" may match anywhere in the text; write ^ and $, in each"
                  + " alternative, or .* where anything may stand.",
              tool("'require': [%s]", one(c("args.s", "regex", "'^a|b$'"))),
              tool("'require': [%s]", one(c("args.s", "regex", "'^(a|b)$'")))),
          new Example(
              LintRule.NEGATED_ON_ABSENT,
              "/tools/t/deny_if/0/conditions/0/op",
              "A call without \"args.s\" is denied, because neq can't judge what is absent;"
                  + " require it, or add a condition that it exists.",
              tool("'deny_if': [%s]", one(c("args.s", "neq", "'a'"))),
              tool(
                  "'deny_if': [%s]",
                  both(c("args.s", "neq", "'a'"), c("args.s", "exists", "true")))),
          new Example(
              LintRule.OVERLAPPING_GLOBS,
              "/tools/*_file",
              "A tool such as \"read_file\" is ruled by \"read_*\" as well; both apply, and the"
                  + " more specific one doesn't win.",
              doc("'read_*': {}, '*_file': {}"),
              doc("'read_*': {}, 'write_*': {}, '*': {}, 'read_file': {}")),
          new Example(
              LintRule.PATH_AS_TEXT,
              "/tools/t/deny_if/0/conditions/0/op",
              "This looks like a file path, of which contains judges only the spelling, so that"
                  + " /app/../etc gets by; use within or not_within.",
              tool("'deny_if': [%s]", one(c("args.x", "contains", "'/etc/'"))),
              tool("'deny_if': [%s]", one(c("args.x", "contains", "'and/or'")))),
          new Example(
              LintRule.PATH_AS_TEXT,
              "/tools/t/require/0/conditions/0/op",
              "This looks like a file path, of which regex judges only the spelling, so that"
                  + " /app/../etc gets by; use within or not_within.",
              tool("'require': [%s]", one(c("args.file_path", "regex", "'^[a-z]*$'"))),
              tool("'require': [%s]", one(c("args.pathology", "regex", "'^[a-z]*$'")))),
          new Example(
              LintRule.URL_AS_TEXT,
              "/tools/t/require/0/conditions/0/op",
              "This looks like a URL, of which starts_with judges only the spelling, so that"
                  + " https://good.example@evil.example gets by; use host_in or host_not_in.",
              tool("'require': [%s]", one(c("args.x", "starts_with", "'https://a.example'"))),
              tool(
                  "'require': [%s]",
                  both(
                      c("args.x", "starts_with", "'https://a.example'"),
                      c("args.x", "host_in", "['a.example']")))),
          new Example(
              LintRule.HIDDEN_AND_RULED,
              "/tools/delete_all",
              "Every tool with this name is hidden by \"/hide/0\", so its rules do nothing.",
              doc("'delete_all': {}}, 'hide': ['delete_*'], 'all_tools': {"),
              doc("'delete_*': {}}, 'hide': ['delete_all'], 'all_tools': {")),
          new Example(
              LintRule.RULES_NOTHING,
              "/tools/tools~1call",
              "Calls are ruled by the names of their tools, so this rules none; use all_tools for"
                  + " what holds for every call.",
              json("{'version': '1', 'default': 'deny', 'tools': {'tools/call': {}}}"),
              json("{'version': '1', 'default': 'deny', 'tools': {'tools/list': {}}}")),
          new Example(
              LintRule.ALLOWS_EVERYTHING,
              "/default",
              "Every call of every tool is allowed: the default is \"allow\", and there are no"
                  + " rules.",
              json("{'version': '1', 'default': 'allow', 'tools': {'t': {}}}"),
              json("{'version': '1', 'default': 'allow', 'hide': ['t']}")),
          new Example(
              LintRule.ALLOWS_EVERYTHING,
              "/default",
              "Every call of every tool is allowed: the default is \"allow\", and there are no"
                  + " rules.",
              json(
                  "{'version': '1', 'default': 'allow', 'tools': {'tools/call': {'action':"
                      + " 'deny'}}}"),
              json("{'version': '1', 'default': 'allow', 'tools': {'t': {'action': 'deny'}}}")),
          new Example(
              LintRule.MIXED_UNITS,
              "/tools/u/limits/0",
              "The counter \"c\" adds up calls here and amount in \"/tools/t/limits/0\"; give each"
                  + " unit a counter of its own, or an explicit amount.",
              doc(
                  "'t': {'limits': [%s]}, 'u': {'limits': [%s]}",
                  limit("'window': 'day', 'max': 5, 'counter': 'c', 'amount_from': 'args.amount'"),
                  limit("'window': 'day', 'max': 5, 'counter': 'c'")),
              doc(
                  "'t': {'limits': [%s]}, 'u': {'limits': [%s]}",
                  limit("'window': 'day', 'max': 5, 'counter': 'c', 'amount_from': 'args.amount'"),
                  limit("'window': 'day', 'max': 5, 'counter': 'c', 'amount': 1"))),
          new Example(
              LintRule.MISSING_REASON,
              "/tools/t/action",
              "Nobody is told why the tool is denied; give a reason.",
              tool("'action': 'deny'"),
              tool("'action': 'deny', 'reason': 'No.'")),
          new Example(
              LintRule.MISSING_REASON,
              "/tools/t/action",
              "Nobody is told why the tool needs approval; give a reason.",
              tool("'action': 'require_approval'"),
              tool("'action': 'allow'")));

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String c(String path, String operator, String value) {
    return "{'path': '" + path + "', 'op': '" + operator + "', 'value': " + value + "}";
  }

  private static String one(String condition) {
    return "{'conditions': [" + condition + "]}";
  }

  private static String both(String condition, String other) {
    return one(condition + ", " + other);
  }

  private static String limit(String fields) {
    return "{" + fields + "}";
  }

  private static String doc(String tools, Object... parts) {
    String filled = parts.length == 0 ? tools : String.format(tools, parts);
    return json("{'version': '1', 'default': 'deny', 'tools': {" + filled + "}}");
  }

  private static String tool(String entry, Object... parts) {
    return doc("'t': {" + (parts.length == 0 ? entry : String.format(entry, parts)) + "}");
  }

  @TestFactory
  Stream<DynamicTest> eachRuleFiresAndNearlyDoes() {
    return EXAMPLES.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.rule() + " " + example.fires(),
                    () -> {
                      List<LintFinding> fired = of(example.rule(), example.fires());
                      assertThat(fired)
                          .extracting(LintFinding::pointer, LintFinding::message)
                          .containsExactly(
                              org.assertj.core.groups.Tuple.tuple(
                                  example.pointer(), example.message()));
                      assertThat(of(example.rule(), example.nearMiss())).isEmpty();
                    }));
  }

  private static List<LintFinding> of(LintRule rule, String policy) {
    return Lint.check(policy).findings().stream()
        .filter(finding -> finding.rule() == rule)
        .toList();
  }

  @Test
  void everyRuleHasAnExample() {
    Set<LintRule> shown = EXAMPLES.stream().map(Example::rule).collect(Collectors.toSet());
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(LintRule.UNUSED_SILENCE)));
  }

  @Test
  void everyRuleIsDocumented() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "lint.md"));
    List<String> headings =
        page.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)).toList();
    assertThat(headings).containsAll(Arrays.stream(LintRule.values()).map(LintRule::id).toList());
  }

  @Test
  void aFindingHasAPlace() {
    LintFinding finding =
        Lint.check(
                "{\"version\": \"1\", \"default\": \"deny\",\n \"tools\": {\"t\":\n  {\"action\": \"deny\"}}}")
            .findings()
            .get(0);
    assertThat(finding)
        .hasToString(
            "3:4 /tools/t/action: Nobody is told why the tool is denied; give a reason."
                + " [missing-reason]");
    assertThat(finding.docs()).isEqualTo("docs/lint.md#missing-reason");
  }

  /** Policies that are made of corners, each with what is found there on purpose. */
  private static final Map<String, Set<LintRule>> CORNERS =
      Map.of(
          // One limit for every way to write a window, so most are behind the strictest.
          "valid/windows.json", Set.of(LintRule.UNREACHABLE_LIMIT),
          "valid/durations.json", Set.of(LintRule.UNREACHABLE_LIMIT),
          // P1D and PT24H are the same window, written twice.
          "valid/calendars.json", Set.of(LintRule.UNREACHABLE_LIMIT),
          // args[0] is a path that never leads anywhere.
          "valid/every-path.json", Set.of(LintRule.NEVER_FAILS));

  @Test
  void thereIsNoFalseAlarmOnGoodPolicies() throws Exception {
    ConformancePolicies.all()
        .forEach(
            (name, policy) -> {
              boolean good =
                  name.startsWith("valid/")
                      || name.startsWith("seed-")
                      || name.startsWith("reference-example");
              if (good) {
                assertThat(Lint.check(policy).findings())
                    .as(name)
                    .allMatch(
                        finding -> CORNERS.getOrDefault(name, Set.of()).contains(finding.rule()));
              }
            });
  }

  @Test
  void silencedFindingsAreNotReported() {
    Silences silences =
        Silences.parse(
            json(
                "{'silenced': [{'id': 'missing-reason', 'at': '/tools/t', 'reason': 'Known.'},"
                    + " {'id': 'never-holds', 'at': '', 'reason': 'Gone.'}]}"));
    LintReport report = Lint.check(tool("'action': 'deny'"), silences);
    assertThat(report.findings()).isEmpty();
    assertThat(report.silenced()).hasSize(1);
    assertThat(report.unusedSilences())
        .extracting(LintFinding::toString)
        .containsExactly(
            "1:79 /silenced/1: Nothing is silenced here: the policy has no finding never-holds."
                + " [unused-silence]");
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void aSilenceOfATextThatOnlyBeginsSoIsUnused() {
    Silences silences =
        Silences.parse(
            json("{'silenced': [{'id': 'missing-reason', 'at': '/tools/t', 'reason': 'x'}]}"));
    assertThat(Lint.check(doc("'tt': {'action': 'deny'}"), silences).findings()).hasSize(1);
  }

  @Test
  void wrongSilencesAreReportedAllTogether() {
    assertThatThrownBy(
            () ->
                Silences.parse(
                    json(
                        "{'silenced': [{'id': 'nonsense', 'at': '', 'reason': 'x'},"
                            + " {'id': 'never-holds', 'at': 'x', 'reason': ' ', 'why': 1}, 3]}")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unknown id \"nonsense\"; use one of never-holds, ")
        .hasMessageContaining("\"at\" must be a JSON Pointer")
        .hasMessageContaining("the reason must say something")
        .hasMessageContaining("unknown key \"why\"; use one of id, at, reason")
        .hasMessageContaining("must be an object with id, at, reason, and not a number");
    assertThatThrownBy(() -> Silences.parse("[")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Silences.parse("{}")).hasMessageContaining("\"silenced\" is missing");
  }

  @Test
  void whatDoesNotLoadIsNotLookedAt() {
    assertThatThrownBy(() -> Lint.check("{}")).isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void aHostilePolicyIsLookedAtInTime() {
    StringBuilder big = new StringBuilder("'t': {'require': [");
    for (int i = 0; i < 3_000; i++) {
      big.append(i == 0 ? "" : ",").append(one(c("args.n", "lt", String.valueOf(i % 7))));
    }
    big.append("]}");
    for (int i = 0; i < 3_000; i++) {
      big.append(", '*").append("a*".repeat(5)).append(i).append("': {'rate_limit': '1/day'}");
    }
    String policy = doc(big.toString().replace("%", ""));
    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(60), () -> Lint.check(policy)))
        .isNotNull();
  }
}
