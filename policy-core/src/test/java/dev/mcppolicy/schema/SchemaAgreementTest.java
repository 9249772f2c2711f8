package dev.mcppolicy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Keys;
import dev.mcppolicy.internal.rule.Operator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shipped schema accepts and refuses what the reader does, but for {@link BeyondSchema}. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class SchemaAgreementTest {

  // The tables

  @Test
  void theSchemaHasTheKeysThatTheReaderKnows() {
    assertThat(keys("")).containsExactlyElementsOf(Keys.POLICY);
    assertThat(keys("/properties/approvals")).containsExactlyElementsOf(Keys.APPROVALS);
    assertThat(keys("/$defs/tool")).containsExactlyElementsOf(Keys.TOOL);
    assertThat(keys("/$defs/allTools")).containsExactlyElementsOf(Keys.ALL_TOOLS);
    assertThat(keys("/$defs/predicate")).containsExactlyElementsOf(Keys.PREDICATE);
    assertThat(keys("/$defs/requirePredicate")).containsExactlyElementsOf(Keys.PREDICATE);
    List<String> condition = new ArrayList<>(Keys.CONDITION);
    condition.addAll(Keys.ANY);
    condition.addAll(Keys.ALL);
    assertThat(keys("/$defs/requireCondition")).containsExactlyElementsOf(condition);
    condition.remove("optional");
    assertThat(keys("/$defs/condition")).containsExactlyElementsOf(condition);
    assertThat(keys("/$defs/limit")).containsExactlyElementsOf(Keys.LIMIT);
    assertThat(keys("/$defs/rateLimit/then")).containsExactlyElementsOf(Keys.RATE_LIMIT);
  }

  @Test
  void noObjectOfTheSchemaTakesAKeyThatItDoesNotName() {
    List<String> open = new ArrayList<>();
    for (JsonNode object : PolicySchema.document().findParents("properties")) {
      boolean describesAnObject = object.path("type").asText().equals("object");
      if (describesAnObject && !object.path("additionalProperties").equals(json("false"))) {
        open.add(object.toString());
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void theSchemaHasTheOperatorsThatTheReaderKnows() {
    assertThat(texts(PolicySchema.document().at("/$defs/condition/properties/op/enum")))
        .containsExactlyElementsOf(Operator.ids());
    assertThat(PolicySchema.document().at("/$defs/requireCondition/properties/op/$ref").asText())
        .isEqualTo("#/$defs/condition/properties/op");
  }

  @Test
  void theSchemaListsExactlyTheSecondsThatDivideADay() {
    List<Integer> listed = new ArrayList<>();
    PolicySchema.document()
        .at("/$defs/calendarWindow/allOf/0/then/enum")
        .forEach(seconds -> listed.add(seconds.intValue()));
    assertThat(listed)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 86_400).filter(i -> 86_400 % i == 0).boxed().toList());
  }

  @Test
  void theSchemaAcceptsTheNameOfEveryTimeZone() {
    assertThat(ZoneId.getAvailableZoneIds())
        .allSatisfy(
            zone ->
                assertThat(PolicySchema.errors(json(calendarIn(TextNode.valueOf(zone)))))
                    .as(zone)
                    .isEmpty());
  }

  private static List<String> keys(String pointer) {
    List<String> keys = new ArrayList<>();
    PolicySchema.document().at(pointer + "/properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  // The conformance cases

  @TestFactory
  Stream<DynamicTest> theSchemaAcceptsEveryPolicyThatLoads() {
    return Conformance.validPolicies().entrySet().stream()
        .map(
            policy ->
                DynamicTest.dynamicTest(
                    policy.getKey(),
                    () -> {
                      assertThat(PolicySchema.errors(policy.getValue())).isEmpty();
                      assertThat(problems(policy.getValue().toString())).isEmpty();
                    }));
  }

  /** The files that are refused for what no schema can say, or that no parser hands to one. */
  private static final Map<String, BeyondSchema> NOT_FOR_A_SCHEMA =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("empty-file.json", BeyondSchema.IS_NO_JSON),
              Map.entry("trailing-comma.json", BeyondSchema.IS_NO_JSON),
              Map.entry("comment.json", BeyondSchema.IS_NO_JSON),
              Map.entry("trailing-content.json", BeyondSchema.IS_NO_JSON),
              Map.entry("truncated.json", BeyondSchema.IS_NO_JSON),
              Map.entry("single-quotes.json", BeyondSchema.IS_NO_JSON),
              Map.entry("bom.json", BeyondSchema.ENCODING),
              Map.entry("not-utf8.json", BeyondSchema.ENCODING),
              Map.entry("too-deep.json", BeyondSchema.SIZE),
              Map.entry("duplicate-key.json", BeyondSchema.DUPLICATE_KEYS),
              Map.entry("duplicate-top.json", BeyondSchema.DUPLICATE_KEYS),
              Map.entry("number-too-big.json", BeyondSchema.NUMBER_BOUNDS),
              Map.entry("counter-scopes.json", BeyondSchema.COUNTERS),
              Map.entry("regex-broken.json", BeyondSchema.PATTERNS),
              Map.entry("regex-lookahead.json", BeyondSchema.PATTERNS),
              Map.entry("zone-unknown.json", BeyondSchema.ZONES)));

  @TestFactory
  Stream<DynamicTest> theSchemaRefusesEveryPolicyThatIsRefusedButForWhatNoSchemaCanSay() {
    return Conformance.invalidFiles().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    String.valueOf(file.getFileName()),
                    () -> {
                      BeyondSchema reason = NOT_FOR_A_SCHEMA.get(file.getFileName().toString());
                      if (reason == null) {
                        String text = new String(Conformance.bytes(file), StandardCharsets.UTF_8);
                        assertThat(PolicySchema.errors(json(text))).isNotEmpty();
                      } else {
                        assertThat(problemsOf(file))
                            .isNotEmpty()
                            .allMatch(problem -> reason.covers(problem, json("{}")));
                      }
                    }));
  }

  @Test
  void everyFileThatIsListedAsNotForASchemaIsThere() {
    assertThat(Conformance.invalidFiles().stream().map(file -> file.getFileName().toString()))
        .containsAll(NOT_FOR_A_SCHEMA.keySet())
        .hasSizeGreaterThanOrEqualTo(77);
    assertThat(Conformance.validPolicies()).hasSizeGreaterThan(70);
  }

  // Documents that were changed

  @Property(tries = 1300)
  void aPolicyWithAFewChangesIsJudgedAlike(
      @ForAll("policies") String policy, @ForAll("mutations") List<Mutation> mutations) {
    ObjectNode document = (ObjectNode) json(policy);
    mutations.forEach(mutation -> mutation.applyTo(document));
    collect(agreedOn(document.toString()));
  }

  @Provide
  Arbitrary<String> policies() {
    List<String> policies = new ArrayList<>();
    Conformance.validPolicies().values().forEach(policy -> policies.add(policy.toString()));
    policies.add(EVERYTHING);
    policies.add(EVERYTHING);
    return Arbitraries.oneOf(Arbitraries.of(policies), Arbitraries.just(EVERYTHING));
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 9_999).withoutEdgeCases();
    Arbitrary<Mutation> mutation =
        Combinators.combine(Arbitraries.of(Mutation.Kind.values()), any, any).as(Mutation::new);
    return Arbitraries.frequencyOf(
        Tuple.of(3, mutation.list().ofSize(1)),
        Tuple.of(1, mutation.list().ofMinSize(2).ofMaxSize(3)));
  }

  /** One of everything, in few places, so that most changes touch something that matters. */
  private static final String EVERYTHING =
      """
      {"version":"1","default":"deny","mode":"enforce","hide":["x*"],"hide_denied":true,
       "approvals":{"timeout":"PT5M"},
       "definitions":{"description":"report","widened":"deny"},
       "all_tools":{"reason":"r","limits":[{"counter":"c","window":60,"max":5}]},
       "tools":{"t":{"action":"allow","reason":"r","allowed_args":["a"],"validate_args":"closed","concurrency":2,
        "mode":"enforce","rate_limit":"10/minute",
        "require":[{"on_deny":"m","conditions":[
          {"path":"args.v","op":"neq","value":1,"optional":true},
          {"any":[{"path":"caller.id","op":"in","value":["a"]},
                  {"all":[{"path":"args.v[*]","op":"starts_with","value":["a"]}]}]}]}],
        "deny_if":[{"conditions":[{"path":"args.v","op":"within","value":"/app"},
                                  {"path":"args.v","op":"host_in","value":["example.com"]}]}],
        "approve_if":[{"conditions":[{"path":"args.v","op":"length_lte","value":3},
                                     {"path":"args.v","op":"exists","value":true},
                                     {"path":"args.v","op":"gt","value":3},
                                     {"path":"args.v","op":"type","value":"string"}]}],
        "limits":[{"counter":"d","window":"day","max":1,"scope":"grant","per":["args.v"],
                   "amount":1,"align":"calendar","zone":"UTC","refund":"error","on_deny":"m"},
                  {"window":"PT1M","max":1,"per":"args.v","amount_from":"args.n"},
                  {"window":"PT1M","max":1,"increment_from":"args.n"}]},
       "u*":{"rate_limit":{"max":1,"window":60}}}}
      """;

  // Texts and numbers that are nearly what has to stand there

  @Property(tries = 1000)
  void aTextThatIsNearlyAPathIsJudgedAlike(
      @ForAll("paths") String text, @ForAll("wherePathsStand") String where) {
    collect(agreedOn(where.formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> roots =
        Arbitraries.of(
            "args.",
            "args.a",
            "args[",
            "caller.",
            "caller[\"",
            "args[\"",
            "args",
            "caller",
            "server.name",
            "tool.name",
            "server",
            "tool.id",
            "Args.a",
            " args.a",
            "argsa.b",
            "");
    return near(
        roots,
        6,
        ".",
        ".a",
        "[",
        "]",
        "\"",
        "[\"",
        "\"]",
        "*",
        "[*]",
        "0",
        "01",
        "10",
        "-1",
        "a",
        "b c",
        "\u00e9",
        "\ud83d\ude00",
        "\\",
        "\\u0041",
        "\\ud83d",
        "\\ude00",
        "\\uDBFF\\uDFFF",
        "\\u00zz",
        "\\u\uff11\uff11\uff11\uff11",
        "\\n",
        "\\x",
        "\\\"",
        "\\\\",
        "\\/",
        "\n",
        "\r",
        "\u0000",
        "\u001f",
        "\u007f",
        "\u2028",
        "\ud83d",
        "/",
        "~",
        "'",
        "$");
  }

  @Provide
  Arbitrary<String> wherePathsStand() {
    return Arbitraries.of(
        inRequire("{\"path\":%s,\"op\":\"eq\",\"value\":1}"),
        inDenyIf("{\"any\":[{\"path\":%s,\"op\":\"eq\",\"value\":1}]}"),
        inLimit("\"max\":1,\"window\":\"day\",\"per\":%s"),
        inLimit("\"max\":1,\"window\":\"day\",\"per\":[\"args.k\",%s]"),
        inLimit("\"max\":1,\"window\":\"day\",\"amount_from\":%s"),
        inLimit("\"max\":1,\"window\":\"day\",\"increment_from\":%s"));
  }

  @Property(tries = 1000)
  void aTextThatIsNearlyALengthOfTimeIsJudgedAlike(
      @ForAll("durations") String text, @ForAll("whereDurationsStand") String where) {
    collect(agreedOn(where.formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> durations() {
    Arbitrary<String> free =
        near(
            Arbitraries.of("PT", "P", "pt", "+PT", "-PT", "P1DT", "", "PT1H", "PT-1H"),
            5,
            "P",
            "T",
            "t",
            "-",
            "+",
            "0",
            "00",
            "1",
            "60",
            "24",
            "7",
            "90",
            "1440",
            "86400",
            ".",
            ",",
            "5",
            "D",
            "d",
            "H",
            "h",
            "M",
            "m",
            "S",
            "s",
            "W",
            "Y",
            "000000001",
            "0000000001",
            "999999999",
            "999999999999",
            "9223372036854775807",
            "9223372036854775808",
            " ",
            "\n",
            "\u0661");
    Arbitrary<String> onePart =
        Combinators.combine(
                Arbitraries.of("", "0", "+", "-"),
                Arbitraries.integers().between(0, 1_500),
                Arbitraries.of("D", "H", "M", "S"))
            .as((before, count, unit) -> (unit.equals("D") ? "P" : "PT") + before + count + unit);
    Arbitrary<String> names =
        Arbitraries.of(
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "lifetime",
            "month",
            "Week",
            "week ",
            "\n",
            "week\n",
            "60",
            "null",
            "");
    return Arbitraries.oneOf(free, free, onePart, names);
  }

  @Provide
  Arbitrary<String> whereDurationsStand() {
    return Arbitraries.of(
        "{\"version\":\"1\",\"default\":\"deny\",\"approvals\":{\"timeout\":%s}}",
        inLimit("\"max\":1,\"window\":%s"),
        inLimit("\"max\":1,\"align\":\"sliding\",\"window\":%s"),
        inLimit("\"max\":1,\"align\":\"calendar\",\"window\":%s"),
        inTool("\"rate_limit\":{\"max\":1,\"window\":%s}"));
  }

  @Property(tries = 1000)
  void aTextThatIsNearlyAFolderIsJudgedAlike(
      @ForAll("folders") String text, @ForAll("whereFoldersStand") String where) {
    collect(agreedOn(where.formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> folders() {
    return near(
        Arbitraries.of("/", "\\", "C:", "C:\\", "z:/", "", "~", "//", "\\\\", "é:/", "CC:/"),
        4,
        "/",
        "\\",
        ":",
        "C",
        "~",
        ".",
        "..",
        "...",
        "app",
        " ",
        "a ",
        "a.",
        "a:b",
        "\u0000",
        "\n",
        "\u00e9",
        "??",
        "?",
        "%2e",
        "\ud83d");
  }

  @Provide
  Arbitrary<String> whereFoldersStand() {
    return Arbitraries.of(
        inRequire("{\"path\":\"args.v\",\"op\":\"within\",\"value\":%s}"),
        inDenyIf("{\"path\":\"args.v\",\"op\":\"not_within\",\"value\":[\"/app\",%s]}"));
  }

  @Property(tries = 1300)
  void aTextThatIsNearlyAHostIsJudgedAlike(
      @ForAll("hosts") String text, @ForAll("whereHostsStand") String where) {
    collect(agreedOn(where.formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> names =
        near(
            Arbitraries.of("", "a", "*.", "example.com", "1.", "[", "http://", "127.0.0"),
            5,
            ".",
            "a",
            "-",
            "_",
            "*",
            "example",
            "com",
            "0",
            "1",
            "01",
            "255",
            "256",
            "0x",
            "0x7f",
            "0X",
            "f",
            ":",
            "80",
            "/",
            "@",
            "%",
            " ",
            "\n",
            "\u00e9",
            "\u0660",
            "]",
            "a".repeat(63),
            "a".repeat(64),
            "a.".repeat(120),
            "xn--p1ai");
    Arbitrary<String> quads =
        near(
            Arbitraries.of("127.0.0.1", "10.0.0.", "1.2.3", "*.1.2.3"),
            3,
            ".",
            "0",
            "1",
            "9",
            "25",
            "5",
            "6",
            "00",
            "a");
    Arbitrary<String> groups =
        near(
                Arbitraries.of("[", "[::", "[1:2:3:4:5:6:7", "[fe80:", "::"),
                9,
                ":",
                "::",
                "1",
                "0",
                "ffff",
                "00ff",
                "12345",
                "g",
                "A",
                "127.0.0.1",
                "1.2.3",
                "256.0.0.1",
                "%25eth0",
                ":1:1:1")
            .map(text -> text.length() % 5 == 0 ? text : text + "]");
    return Arbitraries.oneOf(names, names, quads, groups, groups);
  }

  @Provide
  Arbitrary<String> whereHostsStand() {
    return Arbitraries.of(
        inRequire("{\"path\":\"args.v\",\"op\":\"host_in\",\"value\":[%s]}"),
        inDenyIf("{\"path\":\"args.v\",\"op\":\"host_not_in\",\"value\":[\"a.b\",%s]}"));
  }

  @Property(tries = 2000)
  void aTextThatIsNearlyARateIsJudgedAlike(@ForAll("rates") String text) {
    collect(agreedOn(inTool("\"rate_limit\":%s").formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> rates() {
    return near(
        Arbitraries.of("10/minute", "10/", "0/", "1", "", "/", "9".repeat(399)),
        3,
        "0",
        "1",
        "9",
        "/",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "lifetime",
        "Minute",
        "PT1M",
        " ",
        "-",
        "+",
        ".",
        "e1",
        "\n",
        "\u0661",
        "s");
  }

  @Property(tries = 700)
  void aTextThatIsNearlyANameIsJudgedAlike(
      @ForAll("names") String text, @ForAll("whereNamesStand") String where) {
    collect(agreedOn(where.formatted(quoted(text))));
  }

  @Provide
  Arbitrary<String> names() {
    return near(
        Arbitraries.of("", "/", "\n", "\u2028", "\ud83d\ude00", "Europe/", "Etc/GMT", "GMT", "U"),
        3,
        "a",
        "/",
        "\n",
        "",
        "Berlin",
        "Berln",
        "TC",
        "+1",
        "+01:00",
        "-5",
        "Z",
        "utc",
        " ",
        "\ud83d",
        "\u0000",
        "\u0085");
  }

  @Provide
  Arbitrary<String> whereNamesStand() {
    return Arbitraries.of(
        inLimit("\"max\":1,\"window\":\"day\",\"counter\":%s"),
        calendarIn("%s"),
        inTool("\"reason\":%s"),
        inTool("\"allowed_args\":[%s]"),
        "{\"version\":\"1\",\"default\":\"deny\",\"hide\":[%s]}",
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{%s:{}}}",
        "{\"version\":%s,\"default\":\"deny\"}",
        "{\"version\":\"1\",\"default\":%s}",
        "{\"version\":\"1\",\"default\":\"deny\",\"description\":%s}");
  }

  @Property(tries = 1300)
  void aNumberIsJudgedAlikeHoweverItIsWritten(
      @ForAll("numbers") String number, @ForAll("whereNumbersStand") String where) {
    collect(agreedOn(where.formatted(number)));
  }

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> whole =
        Arbitraries.oneOf(
            Arbitraries.of(
                "0",
                "1",
                "5",
                "7",
                "60",
                "3600",
                "86400",
                "604800",
                "9".repeat(399),
                "9".repeat(400),
                "1".repeat(401),
                "9007199254740993",
                "9223372036854775808"),
            Arbitraries.integers().between(0, 90_000).map(String::valueOf));
    Arbitrary<String> fraction =
        Arbitraries.of("", "", "", ".0", ".5", ".00", ".50", "." + "0".repeat(398) + "1");
    Arbitrary<String> exponent =
        Arbitraries.of(
            "", "", "", "e0", "E1", "e+2", "e-1", "e-3", "e400", "e401", "E-400", "e-401", "e0400",
            "e5000");
    return Combinators.combine(Arbitraries.of("", "", "", "-"), whole, fraction, exponent)
        .as((sign, a, b, c) -> sign + a + b + c);
  }

  @Provide
  Arbitrary<String> whereNumbersStand() {
    return Arbitraries.of(
        inLimit("\"max\":%s,\"window\":\"day\""),
        inLimit("\"max\":1,\"window\":\"day\",\"amount\":%s"),
        inLimit("\"max\":1,\"window\":%s"),
        inLimit("\"max\":1,\"window\":%s,\"align\":\"calendar\""),
        inTool("\"rate_limit\":{\"max\":%s,\"window\":60}"),
        inTool("\"rate_limit\":{\"max\":1,\"window\":%s}"),
        inTool("\"concurrency\":%s"),
        inRequire("{\"path\":\"args.v\",\"op\":\"gt\",\"value\":%s}"),
        inRequire("{\"path\":\"args.v\",\"op\":\"length_lte\",\"value\":%s}"),
        inDenyIf("{\"path\":\"args.v\",\"op\":\"in\",\"value\":[[%s]]}"));
  }

  private static Arbitrary<String> near(Arbitrary<String> begin, int most, String... parts) {
    Arbitrary<String> rest =
        Arbitraries.of(parts).list().ofMaxSize(most).map(l -> String.join("", l));
    return Combinators.combine(begin, rest).as(String::concat);
  }

  /** Both accept some and both refuse some, or nothing was tried. */
  private static void collect(String outcome) {
    Statistics.collect(outcome);
    Statistics.coverage(
        coverage -> {
          coverage.check("loads").percentage(share -> share > 4);
          coverage.check("refused by both").percentage(share -> share > 10);
        });
  }

  /** Asserts that the reader and the schema agree on a document, and says on what. */
  private static String agreedOn(String text) {
    JsonNode document = json(text);
    List<String> errors = PolicySchema.errors(document);
    List<PolicyProblem> problems = problems(text);
    if (!errors.isEmpty()) {
      assertThat(problems)
          .as("the schema refuses this, for %s, and it loads: %s", errors, text)
          .isNotEmpty();
      return "refused by both";
    }
    assertThat(problems)
        .as("the schema accepts this: %s", text)
        .allMatch(problem -> BeyondSchema.of(problem, document).isPresent());
    return problems.isEmpty() ? "loads" : "refused for what no schema can say";
  }

  private static List<PolicyProblem> problems(String text) {
    try {
      Policy.parse(text);
      return List.of();
    } catch (InvalidPolicyException e) {
      return e.problems();
    }
  }

  private static List<PolicyProblem> problemsOf(Path file) {
    try {
      Policy.load(file);
      return List.of();
    } catch (InvalidPolicyException e) {
      return e.problems();
    }
  }

  private static JsonNode json(String text) {
    return PolicySchema.json(text);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static String inTool(String fields) {
    return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{" + fields + "}}}";
  }

  private static String inLimit(String fields) {
    return inTool("\"limits\":[{" + fields + "}]");
  }

  private static String inRequire(String condition) {
    return inTool("\"require\":[{\"conditions\":[" + condition + "]}]");
  }

  private static String inDenyIf(String condition) {
    return inTool("\"deny_if\":[{\"conditions\":[" + condition + "]}]");
  }

  private static String calendarIn(Object zone) {
    return inLimit("\"max\":1,\"window\":\"day\",\"align\":\"calendar\",\"zone\":" + zone);
  }
}
