package dev.mcppolicy.defects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reviewed;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.internal.document.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** No key of the language validates and is then ignored: each changes some verdict. */
class EveryKeyTest {

  /** A key, a policy with it, and the same without it or with another value. */
  private record Pair(String key, String with, String without) {}

  private static Pair document(String key, String with, String without) {
    return new Pair("policy." + key, "{" + with + "}", "{" + without + "}");
  }

  private static Pair definition(String change) {
    String tools = ",\"tools\":{\"t\":{}}";
    return new Pair(
        "definitions." + change,
        "{" + DENY + ",\"definitions\":{\"" + change + "\":\"deny\"}" + tools + "}",
        "{" + DENY + ",\"definitions\":{\"" + change + "\":\"report\"}" + tools + "}");
  }

  private static Pair tool(String key, String with, String without) {
    return new Pair("tool." + key, inTool(with), inTool(without));
  }

  private static String inTool(String fields) {
    return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"u\":{},\"t\":{" + fields + "}}}";
  }

  private static Pair limit(String key, String with, String without) {
    return new Pair(
        "limit." + key,
        inTool("\"limits\":[{" + with + "}]"),
        inTool("\"limits\":[{" + without + "}]"));
  }

  private static Pair condition(String key, String with, String without) {
    return new Pair(
        "condition." + key,
        inTool("\"require\":[{\"conditions\":[{" + with + "}]}]"),
        inTool("\"require\":[{\"conditions\":[{" + without + "}]}]"));
  }

  private static final String DENY = "\"version\":\"1\",\"default\":\"deny\"";
  private static final String EQ_5 = "{\"path\":\"args.v\",\"op\":\"eq\",\"value\":5}";
  private static final String EQ_6 = "{\"path\":\"args.v\",\"op\":\"eq\",\"value\":6}";
  private static final String DAY_3 = "\"window\":\"day\",\"max\":3";

  private static final List<Pair> PAIRS =
      List.of(
          document("version", DENY, "\"version\":\"2\",\"default\":\"deny\""),
          document("default", "\"version\":\"1\",\"default\":\"allow\"", DENY),
          document("mode", DENY + ",\"mode\":\"shadow\"", DENY + ",\"mode\":\"enforce\""),
          document("hide", DENY + ",\"hide\":[\"t\"]", DENY + ",\"hide\":[\"x\"]"),
          document("hide_denied", DENY + ",\"hide_denied\":true", DENY),
          document(
              "approvals",
              DENY
                  + ",\"approvals\":{\"timeout\":\"PT30S\"},"
                  + "\"tools\":{\"t\":{\"action\":\"require_approval\"}}",
              DENY + ",\"tools\":{\"t\":{\"action\":\"require_approval\"}}"),
          new Pair(
              "approvals.timeout",
              "{"
                  + DENY
                  + ",\"approvals\":{\"timeout\":\"PT30S\"},"
                  + "\"tools\":{\"t\":{\"action\":\"require_approval\"}}}",
              "{"
                  + DENY
                  + ",\"approvals\":{\"timeout\":\"PT90S\"},"
                  + "\"tools\":{\"t\":{\"action\":\"require_approval\"}}}"),
          document(
              "definitions",
              DENY + ",\"definitions\":{},\"tools\":{\"t\":{}}",
              DENY + ",\"tools\":{\"t\":{}}"),
          definition("appeared"),
          definition("vanished"),
          definition("description"),
          definition("widened"),
          definition("narrowed"),
          definition("output"),
          definition("annotations"),
          document(
              "all_tools",
              DENY + ",\"tools\":{\"t\":{}},\"all_tools\":{\"allowed_args\":[]}",
              DENY + ",\"tools\":{\"t\":{}}"),
          document("tools", DENY + ",\"tools\":{\"t\":{}}", DENY + ",\"tools\":{\"x\":{}}"),
          tool("action", "\"action\":\"deny\"", "\"action\":\"allow\""),
          tool("reason", "\"action\":\"deny\",\"reason\":\"Why\"", "\"action\":\"deny\""),
          tool("allowed_args", "\"allowed_args\":[\"v\"]", "\"allowed_args\":[\"v\",\"k\"]"),
          tool("validate_args", "\"validate_args\":true", ""),
          tool("validate_args", "\"validate_args\":true", "\"validate_args\":\"closed\""),
          tool("require", "\"require\":[{\"conditions\":[" + EQ_6 + "]}]", ""),
          tool("deny_if", "\"deny_if\":[{\"conditions\":[" + EQ_5 + "]}]", ""),
          tool("approve_if", "\"approve_if\":[{\"conditions\":[" + EQ_5 + "]}]", ""),
          tool("limits", "\"limits\":[{" + DAY_3 + "}]", "\"limits\":[]"),
          tool("concurrency", "\"concurrency\":1", "\"concurrency\":1000"),
          tool("mode", "\"mode\":\"shadow\",\"action\":\"deny\"", "\"action\":\"deny\""),
          tool("rate_limit", "\"rate_limit\":\"3/day\"", ""),
          new Pair(
              "predicate.conditions",
              inTool("\"require\":[{\"conditions\":[" + EQ_5 + "," + EQ_6 + "]}]"),
              inTool("\"require\":[{\"conditions\":[" + EQ_5 + "]}]")),
          new Pair(
              "predicate.on_deny",
              inTool("\"require\":[{\"conditions\":[" + EQ_6 + "],\"on_deny\":\"No.\"}]"),
              inTool("\"require\":[{\"conditions\":[" + EQ_6 + "]}]")),
          condition(
              "path",
              "\"path\":\"args.v\",\"op\":\"eq\",\"value\":5",
              "\"path\":\"args.k\",\"op\":\"eq\",\"value\":5"),
          condition(
              "op",
              "\"path\":\"args.v\",\"op\":\"gt\",\"value\":5",
              "\"path\":\"args.v\",\"op\":\"gte\",\"value\":5"),
          condition(
              "value",
              "\"path\":\"args.v\",\"op\":\"eq\",\"value\":5",
              "\"path\":\"args.v\",\"op\":\"eq\",\"value\":6"),
          condition(
              "optional",
              "\"path\":\"args.w\",\"op\":\"eq\",\"value\":5,\"optional\":true",
              "\"path\":\"args.w\",\"op\":\"eq\",\"value\":5,\"optional\":false"),
          condition("any", "\"any\":[" + EQ_5 + "," + EQ_6 + "]", "\"any\":[" + EQ_6 + "]"),
          condition("all", "\"all\":[" + EQ_5 + "," + EQ_6 + "]", "\"all\":[" + EQ_5 + "]"),
          new Pair(
              "limit.counter",
              "{"
                  + DENY
                  + ",\"tools\":{\"t\":{\"limits\":[{\"counter\":\"c\","
                  + DAY_3
                  + "}]},\"u\":{\"limits\":[{\"counter\":\"c\","
                  + DAY_3
                  + "}]}}}",
              "{"
                  + DENY
                  + ",\"tools\":{\"t\":{\"limits\":[{"
                  + DAY_3
                  + "}]},\"u\":{\"limits\":[{"
                  + DAY_3
                  + "}]}}}"),
          limit("window", DAY_3, "\"window\":\"hour\",\"max\":3"),
          limit("max", DAY_3, "\"window\":\"day\",\"max\":4"),
          limit("scope", DAY_3 + ",\"scope\":\"session\"", DAY_3),
          limit("per", DAY_3 + ",\"per\":\"args.k\"", DAY_3),
          limit("amount", DAY_3 + ",\"amount\":2", DAY_3),
          limit("amount_from", DAY_3 + ",\"amount_from\":\"args.v\"", DAY_3),
          limit("increment_from", DAY_3 + ",\"increment_from\":\"args.v\"", DAY_3),
          limit("align", DAY_3 + ",\"align\":\"calendar\"", DAY_3 + ",\"align\":\"sliding\""),
          limit(
              "zone",
              DAY_3 + ",\"align\":\"calendar\",\"zone\":\"Asia/Tokyo\"",
              DAY_3 + ",\"align\":\"calendar\""),
          limit("refund", DAY_3 + ",\"refund\":\"never\"", DAY_3 + ",\"refund\":\"failure\""),
          limit("on_deny", DAY_3 + ",\"on_deny\":\"No.\"", DAY_3),
          new Pair(
              "rate_limit.max",
              inTool("\"rate_limit\":{\"max\":1,\"window\":60}"),
              inTool("\"rate_limit\":{\"max\":2,\"window\":60}")),
          new Pair(
              "rate_limit.window",
              inTool("\"rate_limit\":{\"max\":2,\"window\":\"day\"}"),
              inTool("\"rate_limit\":{\"max\":2,\"window\":60}")));

  /** The keys that only people read. */
  private static final Set<String> WORDS = Set.of("policy.$schema", "policy.description");

  static Stream<ArgumentSet> pairs() {
    return PAIRS.stream().map(pair -> argumentSet(pair.key(), pair.with(), pair.without()));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noKeyIsIgnored(String with, String without) {
    assertThat(story(with)).isNotEqualTo(story(without));
    assertThat(story(with)).as("a story is the same each time").isEqualTo(story(with));
  }

  @Test
  void noKeyOfTheLanguageIsLeftOutAbove() {
    Set<String> known = new TreeSet<>();
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("policy.", Keys.POLICY);
    keys.put("approvals.", Keys.APPROVALS);
    keys.put("tool.", Keys.TOOL);
    keys.put("predicate.", Keys.PREDICATE);
    keys.put("definitions.", Keys.DEFINITIONS);
    keys.put("condition.", Keys.CONDITION);
    keys.put("limit.", Keys.LIMIT);
    keys.put("rate_limit.", Keys.RATE_LIMIT);
    keys.forEach((where, names) -> names.forEach(name -> known.add(where + name)));
    Keys.ANY.forEach(name -> known.add("condition." + name));
    Keys.ALL.forEach(name -> known.add("condition." + name));
    Set<String> tested = new TreeSet<>(WORDS);
    PAIRS.forEach(pair -> tested.add(pair.key()));
    assertThat(tested).isEqualTo(known);
    assertThat(Keys.TOOL).containsAll(Keys.ALL_TOOLS);
  }

  @Test
  void noKeyOfTheSchemaIsUnknownToTheEngine() throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in = Policy.class.getResourceAsStream("policy.schema.json")) {
      collect(new ObjectMapper().readTree(in), names);
    }
    Set<String> tested = new TreeSet<>();
    WORDS.forEach(key -> tested.add(key.substring(key.indexOf('.') + 1)));
    PAIRS.forEach(pair -> tested.add(pair.key().substring(pair.key().indexOf('.') + 1)));
    assertThat(names).isEqualTo(tested);
  }

  private static void collect(JsonNode node, Set<String> names) {
    JsonNode properties = node.get("properties");
    if (properties != null && properties.isObject()) {
      properties.fieldNames().forEachRemaining(names::add);
    }
    node.forEach(child -> collect(child, names));
  }

  @Test
  void theKeysForPeopleChangeNoVerdict() {
    String bare = "{" + DENY + ",\"tools\":{\"t\":{}}}";
    String described =
        "{" + DENY + ",\"description\":\"d\",\"$schema\":\"s\",\"tools\":{\"t\":{}}}";
    assertThat(story(described)).isEqualTo(story(bare));
    assertThat(Policy.parse(described).digest()).isNotEqualTo(Policy.parse(bare).digest());
  }

  /** Tells what becomes of many calls under a policy. */
  private static String story(String json) {
    Policy policy;
    try {
      policy = Policy.parse(json);
    } catch (InvalidPolicyException e) {
      return "does not load";
    }
    VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T14:30:00Z"));
    PolicyEngine engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .approver(
                request -> {
                  clock.advance(Duration.ofMinutes(1));
                  return CompletableFuture.completedFuture(
                      request.call().session().equals(java.util.Optional.of("s1"))
                          ? Approver.Answer.APPROVE
                          : Approver.Answer.DENY);
                })
            .build();
    StringBuilder story = new StringBuilder();
    for (String tool : List.of("t", "u", "v")) {
      story.append(tool).append(engine.isVisible(tool, Caller.byDefault())).append('\n');
    }
    for (DefinitionChange change : DefinitionChange.values()) {
      Reviewed review = Reviewed.with(change);
      story.append(engine.isVisible("t", Caller.byDefault(), review));
      story.append(engine.explain(ToolCall.of("t").withReview(review)).decision()).append('\n');
    }
    Reviewed open = new Reviewed(Set.of(), true, false);
    story.append(engine.explain(ToolCall.of("t").withReview(open)).decision()).append('\n');
    Outcome[] outcomes = {Outcome.OK, Outcome.FAILURE, Outcome.OK, Outcome.ERROR, Outcome.OK};
    for (int i = 0; i < 60; i++) {
      String tool = i % 5 == 4 ? "u" : "t";
      ToolCall call =
          ToolCall.of(tool, Map.of("v", 5, "k", "k" + i % 2)).withSession("s" + i / 2 % 2);
      Decision decision = engine.check(call);
      story.append(i).append(' ').append(decision).append(' ').append(decision.message());
      story.append('\n');
      if (i % 4 != 3) {
        decision.reservation().settle(outcomes[i % outcomes.length]);
      }
      clock.advance(i % 3 == 2 ? Duration.ofMinutes(40) : Duration.ofSeconds(7));
    }
    return story.toString();
  }
}
