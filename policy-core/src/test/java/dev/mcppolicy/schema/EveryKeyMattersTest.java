package dev.mcppolicy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.Caller;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.Reviewed;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Keys;
import dev.mcppolicy.internal.rule.Operator;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No key of the language is only accepted: for each there are two policies that differ in it alone,
 * and a call that they judge differently.
 */
class EveryKeyMattersTest {

  /** What the language says decides nothing. */
  private static final Map<String, String> EXEMPT =
      Map.of(
          "POLICY.$schema", "an editor's hint; ignored",
          "POLICY.description", "text",
          "ALL_TOOLS.reason", "the text given with `action`, which `all_tools` is without");

  /** Where the schema lists values, and for which key. */
  private static final Map<String, String> ENUMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("/properties/version", "POLICY.version"),
              Map.entry("/properties/default", "POLICY.default"),
              Map.entry("/properties/mode", "POLICY.mode"),
              Map.entry("/properties/definitions/properties/appeared", "DEFINITIONS.appeared"),
              Map.entry("/properties/definitions/properties/vanished", "DEFINITIONS.vanished"),
              Map.entry(
                  "/properties/definitions/properties/description", "DEFINITIONS.description"),
              Map.entry("/properties/definitions/properties/widened", "DEFINITIONS.widened"),
              Map.entry("/properties/definitions/properties/narrowed", "DEFINITIONS.narrowed"),
              Map.entry("/properties/definitions/properties/output", "DEFINITIONS.output"),
              Map.entry(
                  "/properties/definitions/properties/annotations", "DEFINITIONS.annotations"),
              Map.entry("/$defs/tool/properties/action", "TOOL.action"),
              Map.entry("/$defs/tool/properties/validate_args", "TOOL.validate_args"),
              Map.entry("/$defs/tool/properties/mode", "TOOL.mode"),
              Map.entry("/$defs/condition/properties/op", "CONDITION.op"),
              Map.entry("/$defs/valueByOp/allOf/8/then/properties/value", "CONDITION.value"),
              Map.entry("/$defs/limit/properties/scope", "LIMIT.scope"),
              Map.entry("/$defs/limit/properties/align", "LIMIT.align"),
              Map.entry("/$defs/limit/properties/refund", "LIMIT.refund"),
              Map.entry("/$defs/window/then/else", "LIMIT.window"),
              Map.entry("/$defs/rateLimit/then/properties/window/then", "RATE_LIMIT.window")));

  private static final Instant START = Instant.parse("2026-11-21T22:30:00Z");

  @ParameterizedTest
  @MethodSource("pairs")
  void policiesThatDifferInOneKeyAreTold(Pair pair) {
    assertThat(pair.first()).isNotEqualTo(pair.second());
    assertThat(pair.ofOne()).isNotEqualTo(pair.ofOther());
    assertThat(seen(pair.first(), pair.seen())).isEqualTo(pair.ofOne());
    assertThat(seen(pair.second(), pair.seen())).isEqualTo(pair.ofOther());
  }

  private static String seen(JsonNode document, Function<Bench, String> seen) {
    Policy policy;
    try {
      policy = Policy.parse(document.toString());
    } catch (InvalidPolicyException e) {
      return "refused: " + e.problems().get(0).pointer();
    }
    return seen.apply(new Bench(policy, START));
  }

  @Test
  void everyKeyHasAPair() throws IllegalAccessException {
    Set<String> wanted = new LinkedHashSet<>();
    for (Field table : Keys.class.getDeclaredFields()) {
      if (table.getType() == List.class) {
        ((List<?>) table.get(null)).forEach(key -> wanted.add(table.getName() + "." + key));
      }
    }
    assertThat(wanted).contains("POLICY.default", "TOOL.limits", "RATE_LIMIT.max", "ANY.any");
    Set<String> had = pairs().map(p -> p.table() + "." + p.key()).collect(Collectors.toSet());
    had.addAll(EXEMPT.keySet());
    assertThat(had).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void everyValueThatTheSchemaListsHasAPair() {
    Set<String> missing = new LinkedHashSet<>();
    ENUMS.forEach(
        (where, key) -> {
          JsonNode schema = PolicySchema.document().at(where);
          List<String> listed = new ArrayList<>();
          schema.path("enum").forEach(value -> listed.add(value.toString()));
          if (schema.has("const")) {
            listed.add(schema.get("const").toString());
          }
          assertThat(listed).as(where).isNotEmpty();
          listed.removeAll(valuesOf(key));
          listed.forEach(value -> missing.add(key + " " + value));
        });
    assertThat(missing).isEmpty();
    assertThat(valuesOf("CONDITION.op"))
        .containsExactlyInAnyOrderElementsOf(
            Operator.ids().stream().map(id -> '"' + id + '"').toList());
    assertThat(valuesOf("TOOL.rate_limit"))
        .contains("\"1/second\"", "\"1/minute\"", "\"1/hour\"", "\"1/day\"", "\"1/week\"");
  }

  private static Set<String> valuesOf(String key) {
    return pairs()
        .filter(pair -> (pair.table() + "." + pair.key()).equals(key))
        .flatMap(pair -> Stream.of(pair.one(), pair.other()))
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toSet());
  }

  @Test
  void noListOfValuesInTheSchemaIsForgotten() {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    collectEnums(PolicySchema.document(), "", found);
    // What follows divides a day, which SchemaAgreementTest checks
    found.remove("/$defs/calendarWindow/allOf/0/then");
    found.remove("/$defs/calendarWindow/not");
    found.remove("/$defs/limit/dependentSchemas/zone/properties/align");
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(ENUMS.keySet());
  }

  /** Finds the schemas with {@code enum} or {@code const} that no {@code if} holds. */
  private static void collectEnums(JsonNode schema, String at, Map<String, JsonNode> found) {
    if (schema instanceof ObjectNode object) {
      if (object.path("enum").isArray() || object.path("const").isValueNode()) {
        found.put(at, schema);
      }
      for (Map.Entry<String, JsonNode> part : object.properties()) {
        if (!part.getKey().equals("if") && !part.getKey().equals("examples")) {
          collectEnums(part.getValue(), at + "/" + part.getKey(), found);
        }
      }
    } else if (schema instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        collectEnums(list.get(i), at + "/" + i, found);
      }
    }
  }

  @Test
  void anyIsNotAll() {
    String parts =
        "[{\"path\":\"args.v\",\"op\":\"gt\",\"value\":1},"
            + "{\"path\":\"args.v\",\"op\":\"lt\",\"value\":1}]";
    assertThat(seen(PolicySchema.json(inRequire("{\"any\":" + parts + "}")), b -> b.call(2)))
        .isEqualTo("allow");
    assertThat(seen(PolicySchema.json(inRequire("{\"all\":" + parts + "}")), b -> b.call(2)))
        .isEqualTo("require_failed");
  }

  @Test
  void theDescriptionIsReadAndChangesTheDigest() {
    Policy one = Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"description\":\"a\"}");
    Policy other = Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"$schema\":\"a\"}");
    assertThat(one.description()).contains("a");
    assertThat(other.description()).isEmpty();
    assertThat(one.digest()).isNotEqualTo(other.digest());
  }

  // The pairs

  static Stream<Pair> pairs() {
    return Stream.of(
            ofPolicies(),
            ofDefinitions(),
            ofEntries(),
            ofPredicates(),
            ofOperators(),
            ofTypes(),
            ofLimits(),
            ofRates())
        .flatMap(stream -> stream);
  }

  private static Stream<Pair> ofPolicies() {
    String hiding =
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{},\"u\":{\"action\":\"deny\"}}}";
    String approving =
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"action\":\"require_approval\"}}}";
    Function<Bench, String> afterTwoMinutes = bench -> bench.approvingAfter("PT2M").call(1);
    return Stream.of(
        policy(
            "version",
            "{\"default\":\"allow\"}",
            "\"1\"",
            "\"2\"",
            b -> b.call(1),
            "allow",
            "refused: /version"),
        policy(
            "version",
            "{\"default\":\"allow\"}",
            "",
            "\"1\"",
            b -> b.call(1),
            "refused: ",
            "allow"),
        policy(
            "default",
            "{\"version\":\"1\"}",
            "\"allow\"",
            "\"deny\"",
            b -> b.call(1),
            "allow",
            "not_listed"),
        policy(
            "mode",
            "{\"version\":\"1\",\"default\":\"deny\"}",
            "\"enforce\"",
            "\"shadow\"",
            b -> b.call(1),
            "not_listed",
            "allow"),
        policy(
            "mode",
            "{\"version\":\"1\",\"default\":\"deny\"}",
            "",
            "\"shadow\"",
            Bench::shadow,
            "no shadow",
            "not_listed"),
        policy("hide", hiding, "", "[\"t\"]", b -> b.visible("t", "u"), "t u", "u"),
        policy("hide", hiding, "[\"u\"]", "[\"t\"]", b -> b.call(1), "allow", "hidden"),
        policy("hide_denied", hiding, "false", "true", b -> b.visible("t", "u", "x"), "t u x", "t"),
        policy("hide_denied", hiding, "", "true", b -> b.visible("t", "u"), "t u", "t"),
        policy(
            "approvals",
            approving,
            "",
            "{\"timeout\":\"PT1M\"}",
            afterTwoMinutes,
            "allow",
            "approval_timeout"),
        new Pair(
            "APPROVALS",
            "timeout",
            with(approving, "approvals", "{}"),
            "/approvals",
            "",
            "\"PT1M\"",
            afterTwoMinutes,
            "allow",
            "approval_timeout"),
        new Pair(
            "APPROVALS",
            "timeout",
            with(approving, "approvals", "{}"),
            "/approvals",
            "\"PT121S\"",
            "\"PT120S\"",
            afterTwoMinutes,
            "allow",
            "approval_timeout"),
        policy(
            "definitions",
            "{\"version\":\"1\",\"default\":\"allow\"}",
            "",
            "{}",
            b -> b.call(1),
            "allow",
            "definition_changed"),
        policy(
            "all_tools",
            "{\"version\":\"1\",\"default\":\"allow\"}",
            "",
            "{\"allowed_args\":[]}",
            b -> b.call(1),
            "allow",
            "argument_not_allowed"),
        policy(
            "tools",
            "{\"version\":\"1\",\"default\":\"deny\"}",
            "",
            "{\"t\":{}}",
            b -> b.call(1),
            "not_listed",
            "allow"),
        policy(
            "tools",
            "{\"version\":\"1\",\"default\":\"deny\"}",
            "{\"u\":{}}",
            "{\"t\":{}}",
            b -> b.call(1),
            "not_listed",
            "allow"));
  }

  private static Stream<Pair> ofDefinitions() {
    String document = "{\"version\":\"1\",\"default\":\"allow\",\"definitions\":{}}";
    return Stream.of(DefinitionChange.values())
        .map(
            change ->
                new Pair(
                    "DEFINITIONS",
                    change.id(),
                    document,
                    "/definitions",
                    "\"report\"",
                    "\"deny\"",
                    b -> b.reviewed(Reviewed.with(change)),
                    "allow",
                    "definition_changed"));
  }

  private static Pair policy(
      String key,
      String document,
      String one,
      String other,
      Function<Bench, String> seen,
      String ofOne,
      String ofOther) {
    return new Pair("POLICY", key, document, "", one, other, seen, ofOne, ofOther);
  }

  private static Stream<Pair> ofEntries() {
    String denied = inTool("\"action\":\"deny\"");
    String predicate = "[{\"conditions\":[{\"path\":\"args.v\",\"op\":\"eq\",\"value\":1}]}]";
    String reason = "\"reason\":\"r\"";
    Stream<Pair> ofTools =
        Stream.of(
            tool("action", inTool(""), "\"allow\"", "\"deny\"", b -> b.call(1), "allow", "denied"),
            tool(
                "action",
                inTool(reason),
                "\"deny\"",
                "\"require_approval\"",
                b -> b.call(1),
                "denied",
                "allow"),
            tool("action", inTool(reason), "", "\"require_approval\"", b -> b.asked(1), "", "r"),
            tool(
                "reason",
                denied,
                "",
                "\"No.\"",
                b -> b.message(1),
                "The policy denies the tool \"t\".",
                "No."),
            tool(
                "reason",
                inTool("\"action\":\"require_approval\""),
                "\"A\"",
                "\"B\"",
                b -> b.asked(1),
                "A",
                "B"));
    Stream<Pair> ofBoth =
        Stream.of(
                inBoth(
                    "allowed_args",
                    "",
                    "",
                    "[\"w\"]",
                    b -> b.call(1),
                    "allow",
                    "argument_not_allowed"),
                inBoth(
                    "allowed_args",
                    "",
                    "[]",
                    "[\"v\"]",
                    b -> b.call(1),
                    "argument_not_allowed",
                    "allow"),
                inBoth(
                    "validate_args", "", "", "true", b -> b.call(1), "allow", "invalid_arguments"),
                inBoth(
                    "validate_args",
                    "",
                    "false",
                    "\"closed\"",
                    b -> b.reviewed(new Reviewed(Set.of(), true, false)),
                    "allow",
                    "invalid_arguments"),
                inBoth(
                    "validate_args",
                    "",
                    "true",
                    "\"closed\"",
                    b -> b.reviewed(new Reviewed(Set.of(), true, false)),
                    "allow",
                    "invalid_arguments"),
                inBoth("require", "", "", predicate, b -> b.call(2), "allow", "require_failed"),
                inBoth("deny_if", "", "", predicate, b -> b.call(1), "allow", "deny_if_matched"),
                inBoth(
                    "approve_if",
                    "",
                    "",
                    predicate,
                    b -> b.asked(1),
                    "",
                    "The tool \"t\" needs approval."),
                inBoth(
                    "limits",
                    "",
                    "",
                    "[{\"window\":\"day\",\"max\":1}]",
                    b -> b.call(1) + " " + b.call(1),
                    "allow allow",
                    "allow limit_exceeded"),
                inBoth(
                    "concurrency",
                    "",
                    "",
                    "1",
                    b -> b.open() + " " + b.open(),
                    "allow allow",
                    "allow concurrency_exceeded"),
                inBoth(
                    "concurrency",
                    "",
                    "2",
                    "1",
                    b -> b.open() + " " + b.open(),
                    "allow allow",
                    "allow concurrency_exceeded"),
                inBoth(
                    "mode",
                    "\"require\":" + predicate,
                    "\"enforce\"",
                    "\"shadow\"",
                    b -> b.call(2),
                    "require_failed",
                    "allow"),
                inBoth(
                    "mode",
                    "\"require\":" + predicate,
                    "",
                    "\"shadow\"",
                    Bench::shadow,
                    "no shadow",
                    "require_failed"),
                inBoth(
                    "rate_limit", "", "", "\"1/minute\"", b -> b.wait("t"), "never denied", "PT1M"),
                inBoth(
                    "rate_limit",
                    "",
                    "\"1/second\"",
                    "\"1/hour\"",
                    b -> b.wait("t"),
                    "PT1S",
                    "PT1H"),
                inBoth(
                    "rate_limit",
                    "",
                    "\"1/day\"",
                    "\"1/week\"",
                    b -> b.wait("t"),
                    "PT24H",
                    "PT168H"),
                inBoth(
                    "rate_limit",
                    "",
                    "\"1/day\"",
                    "\"2/day\"",
                    b -> b.call(1) + " " + b.call(1),
                    "allow limit_exceeded",
                    "allow allow"),
                inBoth(
                    "rate_limit",
                    "",
                    "\"1/day\"",
                    "{\"max\":1,\"window\":60}",
                    b -> b.wait("t"),
                    "PT24H",
                    "PT1M"))
            .flatMap(pair -> pair);
    return Stream.concat(ofTools, ofBoth);
  }

  private static Pair tool(
      String key,
      String document,
      String one,
      String other,
      Function<Bench, String> seen,
      String ofOne,
      String ofOther) {
    return new Pair("TOOL", key, document, "/tools/t", one, other, seen, ofOne, ofOther);
  }

  private static Stream<Pair> inBoth(
      String key,
      String fields,
      String one,
      String other,
      Function<Bench, String> seen,
      String ofOne,
      String ofOther) {
    String all = "{\"version\":\"1\",\"default\":\"allow\",\"all_tools\":{" + fields + "}}";
    return Stream.of(
        tool(key, inTool(fields), one, other, seen, ofOne, ofOther),
        new Pair("ALL_TOOLS", key, all, "/all_tools", one, other, seen, ofOne, ofOther));
  }

  private static Stream<Pair> ofPredicates() {
    String is1 = "{\"path\":\"args.v\",\"op\":\"eq\",\"value\":1}";
    String is2 = "{\"path\":\"args.v\",\"op\":\"eq\",\"value\":2}";
    String first = "/tools/t/require/0/conditions/0";
    return Stream.of(
        new Pair(
            "PREDICATE",
            "conditions",
            inTool("\"require\":[{}]"),
            "/tools/t/require/0",
            "[" + is1 + "]",
            "[" + is2 + "]",
            b -> b.call(1),
            "allow",
            "require_failed"),
        new Pair(
            "PREDICATE",
            "conditions",
            inTool("\"deny_if\":[{}]"),
            "/tools/t/deny_if/0",
            "[" + is1 + "]",
            "[" + is1 + "," + is2 + "]",
            b -> b.call(1),
            "deny_if_matched",
            "allow"),
        new Pair(
            "PREDICATE",
            "on_deny",
            inRequire(is1),
            "/tools/t/require/0",
            "\"A\"",
            "\"B\"",
            b -> b.message(2),
            "A",
            "B"),
        new Pair(
            "PREDICATE",
            "on_deny",
            inTool("\"deny_if\":[{\"conditions\":[" + is1 + "]}]"),
            "/tools/t/deny_if/0",
            "",
            "\"B\"",
            b -> b.message(1),
            "The policy forbids such a value of args.v.",
            "B"),
        new Pair(
            "PREDICATE",
            "on_deny",
            inTool("\"approve_if\":[{\"conditions\":[" + is1 + "]}]"),
            "/tools/t/approve_if/0",
            "",
            "\"B\"",
            b -> b.asked(1),
            "The tool \"t\" needs approval.",
            "B"),
        new Pair(
            "CONDITION",
            "path",
            inRequire("{\"op\":\"eq\",\"value\":1}"),
            first,
            "\"args.v\"",
            "\"args.w\"",
            b -> b.call("t", Map.of("v", 1, "w", 2)),
            "allow",
            "require_failed"),
        new Pair(
            "CONDITION",
            "path",
            inRequire("{\"op\":\"eq\",\"value\":\"t\"}"),
            first,
            "\"tool.name\"",
            "\"server.name\"",
            b -> b.code(ToolCall.of("t").withServer("s")),
            "allow",
            "require_failed"),
        new Pair(
            "CONDITION",
            "value",
            inRequire("{\"path\":\"args.v\",\"op\":\"eq\"}"),
            first,
            "1",
            "2",
            b -> b.call(1),
            "allow",
            "require_failed"),
        new Pair(
            "CONDITION",
            "optional",
            inRequire(is1),
            first,
            "",
            "true",
            b -> b.call("t", Map.of()),
            "require_failed",
            "allow"),
        new Pair(
            "CONDITION",
            "optional",
            inRequire(is1),
            first,
            "false",
            "true",
            b -> b.call("t", Map.of()),
            "require_failed",
            "allow"),
        new Pair(
            "ANY",
            "any",
            inRequire("{}"),
            first,
            "[" + is1 + "]",
            "[" + is1 + "," + is2 + "]",
            b -> b.call(2),
            "require_failed",
            "allow"),
        new Pair(
            "ALL",
            "all",
            inRequire("{}"),
            first,
            "[" + is1 + "]",
            "[" + is1 + "," + is2 + "]",
            b -> b.call(1),
            "allow",
            "require_failed"));
  }

  private static Stream<Pair> ofOperators() {
    return Stream.of(
        operators("eq", "neq", "1", 1),
        operators("in", "not_in", "[1]", 1),
        operators("lte", "lt", "5", 5),
        operators("gte", "gt", "5", 5),
        operators("regex", "not_regex", "\"a+\"", "baa"),
        operators("contains", "not_contains", "\"a\"", List.of("a")),
        operators("starts_with", "ends_with", "\"a\"", "ab"),
        operators("exists", "eq", "true", "x"),
        operators("within", "not_within", "\"/app\"", "/app/x"),
        operators("host_in", "host_not_in", "[\"a.com\"]", "http://a.com"),
        operators("length_gte", "length_lte", "1", "ab"),
        operators("type", "eq", "\"string\"", "x"));
  }

  private static Pair operators(String holds, String fails, String given, Object v) {
    return new Pair(
        "CONDITION",
        "op",
        inRequire("{\"path\":\"args.v\",\"value\":" + given + "}"),
        "/tools/t/require/0/conditions/0",
        '"' + holds + '"',
        '"' + fails + '"',
        bench -> bench.call(v),
        "allow",
        "require_failed");
  }

  private static Stream<Pair> ofTypes() {
    return Stream.of(
        types("string", "number", "x"),
        types("number", "integer", 1.5),
        types("integer", "boolean", 1),
        types("boolean", "array", true),
        types("array", "object", List.of()),
        types("object", "null", Map.of()));
  }

  private static Pair types(String holds, String fails, Object v) {
    return new Pair(
        "CONDITION",
        "value",
        inRequire("{\"path\":\"args.v\",\"op\":\"type\"}"),
        "/tools/t/require/0/conditions/0",
        '"' + holds + '"',
        '"' + fails + '"',
        bench -> bench.call(v),
        "allow",
        "require_failed");
  }

  private static Stream<Pair> ofLimits() {
    String once = "\"window\":\"day\",\"max\":1";
    String twoTools =
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"limits\":[{%s}]},"
            + "\"u\":{\"limits\":[{%s,\"counter\":\"c\"}]}}}";
    Function<Bench, String> twice = b -> b.call(1) + " " + b.call(1);
    Function<Bench, String> fives = b -> b.call(5) + " " + b.call(5);
    String spent = "allow limit_exceeded";
    return Stream.of(
        limit(
            "counter",
            twoTools.formatted(once, once),
            "",
            "\"c\"",
            b -> b.call(1) + " " + b.call("u", Map.of()),
            "allow allow",
            spent),
        limit(
            "counter",
            twoTools.formatted(once, once),
            "\"d\"",
            "\"c\"",
            b -> b.call(1) + " " + b.call("u", Map.of()),
            "allow allow",
            spent),
        windows("second", "PT1S", "minute", "PT1M"),
        windows("hour", "PT1H", "day", "PT24H"),
        windows("week", "PT168H", "lifetime", "for ever"),
        windows("PT90S", "PT1M30S", "second", "PT1S"),
        limit("window", inLimit("\"max\":1"), "60", "61", b -> b.wait("t"), "PT1M", "PT1M1S"),
        limit("max", inLimit("\"window\":\"day\""), "1", "2", twice, spent, "allow allow"),
        limit(
            "max",
            inLimit("\"window\":\"day\""),
            "1",
            "0.5",
            b -> b.call(1),
            "allow",
            "limit_exceeded"),
        limit(
            "scope",
            inLimit(once),
            "\"grant\"",
            "\"global\"",
            b -> b.call(1) + " " + b.code(ToolCall.of("t").withCaller(Caller.of("g"))),
            "allow allow",
            spent),
        limit(
            "scope",
            inLimit(once),
            "",
            "\"session\"",
            b -> b.code(by("a", "s")) + " " + b.code(by("a", "z")),
            spent,
            "allow allow"),
        limit(
            "scope",
            inLimit(once),
            "\"session\"",
            "\"grant\"",
            b -> b.code(by("a", "s")) + " " + b.code(by("b", "s")),
            spent,
            "allow allow"),
        limit(
            "per",
            inLimit(once),
            "",
            "\"args.v\"",
            b -> b.call(1) + " " + b.call(2),
            spent,
            "allow allow"),
        limit(
            "per",
            inLimit(once),
            "\"args.v\"",
            "[\"args.v\",\"args.w\"]",
            b -> b.call(1),
            "allow",
            "invalid_key"),
        limit(
            "amount",
            inLimit("\"window\":\"day\",\"max\":2"),
            "",
            "2",
            twice,
            "allow allow",
            spent),
        limit(
            "amount",
            inLimit("\"window\":\"day\",\"max\":2"),
            "1",
            "0.5",
            b -> twice.apply(b) + " " + b.call(1),
            "allow allow limit_exceeded",
            "allow allow allow"),
        limit(
            "amount_from",
            inLimit("\"window\":\"day\",\"max\":9"),
            "",
            "\"args.v\"",
            fives,
            "allow allow",
            spent),
        limit(
            "amount_from",
            inLimit("\"window\":\"day\",\"max\":9"),
            "\"args.w\"",
            "\"args.v\"",
            b -> b.call(1),
            "invalid_amount",
            "allow"),
        limit(
            "increment_from",
            inLimit("\"window\":\"day\",\"max\":9"),
            "",
            "\"args.v\"",
            fives,
            "allow allow",
            spent),
        limit(
            "increment_from",
            inLimit("\"window\":\"day\",\"max\":9"),
            "\"args.w\"",
            "\"args.v\"",
            b -> b.call(1),
            "invalid_amount",
            "allow"),
        limit(
            "align",
            inLimit(once),
            "\"sliding\"",
            "\"calendar\"",
            b -> b.wait("t"),
            "PT24H",
            "PT1H30M"),
        limit(
            "align",
            inLimit(once),
            "",
            "\"calendar\"",
            b -> b.call(1) + " " + b.advance("PT2H").call(1),
            spent,
            "allow allow"),
        limit(
            "zone",
            inLimit(once + ",\"align\":\"calendar\""),
            "",
            "\"Europe/Berlin\"",
            b -> b.wait("t"),
            "PT1H30M",
            "PT30M"),
        limit(
            "zone",
            inLimit(once + ",\"align\":\"calendar\""),
            "\"UTC\"",
            "\"Asia/Kolkata\"",
            b -> b.wait("t"),
            "PT1H30M",
            "PT20H"),
        limit(
            "refund",
            inLimit(once),
            "\"never\"",
            "\"error\"",
            b -> twice(b, Outcome.ERROR),
            spent,
            "allow allow"),
        limit(
            "refund",
            inLimit(once),
            "\"error\"",
            "\"failure\"",
            b -> twice(b, Outcome.FAILURE),
            spent,
            "allow allow"),
        limit(
            "refund",
            inLimit(once),
            "",
            "\"never\"",
            b -> twice(b, Outcome.ERROR),
            "allow allow",
            spent),
        limit(
            "on_deny",
            inLimit("\"window\":\"day\",\"max\":0"),
            "",
            "\"Enough.\"",
            b -> b.message(1),
            "Limit reached: at most 0 in a day. Waiting does not help.",
            "Enough."));
  }

  private static ToolCall by(String grant, String session) {
    return ToolCall.of("t").withCaller(Caller.of(grant)).withSession(session);
  }

  private static String twice(Bench bench, Outcome outcome) {
    return bench.code(ToolCall.of("t"), outcome) + " " + bench.code(ToolCall.of("t"), outcome);
  }

  private static Pair windows(String one, String ofOne, String other, String ofOther) {
    return limit(
        "window",
        inLimit("\"max\":1"),
        '"' + one + '"',
        '"' + other + '"',
        bench -> bench.wait("t"),
        ofOne,
        ofOther);
  }

  private static Pair limit(
      String key,
      String document,
      String one,
      String other,
      Function<Bench, String> seen,
      String ofOne,
      String ofOther) {
    return new Pair("LIMIT", key, document, "/tools/t/limits/0", one, other, seen, ofOne, ofOther);
  }

  private static Stream<Pair> ofRates() {
    return Stream.of(
        rate(
            "max",
            "\"window\":\"day\"",
            "1",
            "2",
            b -> b.call(1) + " " + b.call(1),
            "allow limit_exceeded",
            "allow allow"),
        rate("window", "\"max\":1", "\"second\"", "\"minute\"", b -> b.wait("t"), "PT1S", "PT1M"),
        rate("window", "\"max\":1", "\"hour\"", "\"day\"", b -> b.wait("t"), "PT1H", "PT24H"),
        rate("window", "\"max\":1", "\"week\"", "90", b -> b.wait("t"), "PT168H", "PT1M30S"));
  }

  private static Pair rate(
      String key,
      String fields,
      String one,
      String other,
      Function<Bench, String> seen,
      String ofOne,
      String ofOther) {
    return new Pair(
        "RATE_LIMIT",
        key,
        inTool("\"rate_limit\":{" + fields + "}"),
        "/tools/t/rate_limit",
        one,
        other,
        seen,
        ofOne,
        ofOther);
  }

  private static String with(String document, String key, String value) {
    ObjectNode policy = (ObjectNode) PolicySchema.json(document);
    return policy.set(key, PolicySchema.json(value)).toString();
  }

  private static String inTool(String fields) {
    return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{" + fields + "}}}";
  }

  private static String inRequire(String condition) {
    return inTool("\"require\":[{\"conditions\":[" + condition + "]}]");
  }

  private static String inLimit(String fields) {
    return inTool("\"limits\":[{" + fields + "}]");
  }
}
