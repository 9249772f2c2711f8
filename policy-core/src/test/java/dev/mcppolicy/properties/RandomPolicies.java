package dev.mcppolicy.properties;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.Builders.BuilderCombinator;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random valid policies over few names and values, so that rules and calls meet often. They hold
 * every key of the language but {@code $schema}, {@code increment_from} and what is a default
 * anyway, which a builder doesn't write.
 */
public final class RandomPolicies {

  /** The tools that calls name. */
  public static final List<String> TOOLS = List.of("read", "write", "a/b~c", "\ud83d\ude00", "x");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Operators with a value that they take; the values are near those of {@link RandomCalls}. */
  private static final List<String> TESTS =
      List.of(
          "\"op\":\"eq\",\"value\":1",
          "\"op\":\"eq\",\"value\":null",
          "\"op\":\"eq\",\"value\":[1,\"a\"]",
          "\"op\":\"eq\",\"value\":{\"x\":1.0}",
          "\"op\":\"neq\",\"value\":\"a\"",
          "\"op\":\"neq\",\"value\":{\"x\":null}",
          "\"op\":\"in\",\"value\":[1,\"a\",null]",
          "\"op\":\"in\",\"value\":[\"read\",\"/app/x\"]",
          "\"op\":\"not_in\",\"value\":[2,true]",
          "\"op\":\"lt\",\"value\":1.5",
          "\"op\":\"lte\",\"value\":0.1",
          "\"op\":\"gt\",\"value\":1",
          "\"op\":\"gte\",\"value\":9007199254740993",
          "\"op\":\"regex\",\"value\":\"^a+$\"",
          "\"op\":\"not_regex\",\"value\":\"(?i)A|x$\"",
          "\"op\":\"contains\",\"value\":\"a\"",
          "\"op\":\"not_contains\",\"value\":1",
          "\"op\":\"starts_with\",\"value\":[\"/app\",\"a\"]",
          "\"op\":\"ends_with\",\"value\":\"x\"",
          "\"op\":\"exists\",\"value\":true",
          "\"op\":\"exists\",\"value\":false",
          "\"op\":\"within\",\"value\":\"/app\"",
          "\"op\":\"not_within\",\"value\":[\"/app/x\",\"C:\\\\app\"]",
          "\"op\":\"host_in\",\"value\":[\"*.a.com\",\"[::1]\"]",
          "\"op\":\"host_not_in\",\"value\":[\"a.com\"]",
          "\"op\":\"length_lte\",\"value\":1",
          "\"op\":\"length_gte\",\"value\":2",
          "\"op\":\"type\",\"value\":\"integer\"",
          "\"op\":\"type\",\"value\":\"string\"");

  private RandomPolicies() {}

  /** Reads JSON, numbers as they are written. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** What may stand in a policy, when less is wanted than everything. */
  public enum Wanted {
    /** Everything. */
    ALL(true, true),
    /** Nothing in shadow. */
    ENFORCED(true, false),
    /** Neither limits nor anything in shadow, so that each call is judged by itself. */
    STATELESS(false, false);

    private final boolean limits;
    private final boolean shadow;

    Wanted(boolean limits, boolean shadow) {
      this.limits = limits;
      this.shadow = shadow;
    }
  }

  /** Policies. */
  public static Arbitrary<ObjectNode> policies(Wanted wanted) {
    return object()
        .use(Arbitraries.of("\"deny\"", "\"deny\"", "\"allow\""))
        .in(raw("default"))
        .use(Arbitraries.of("[\"x\"]", "[\"?rite\",\"nothing\"]", "[\"*/*\"]"))
        .withProbability(0.15)
        .in(raw("hide"))
        .use(Arbitraries.just("true"))
        .withProbability(0.2)
        .in(raw("hide_denied"))
        .use(Arbitraries.just("{\"timeout\":\"PT1M\"}"))
        .withProbability(0.1)
        .in(raw("approvals"))
        .use(Arbitraries.of("\"p\"", "\"\""))
        .withProbability(0.1)
        .in(raw("description"))
        .use(Arbitraries.just("\"shadow\""))
        .withProbability(wanted.shadow ? 0.15 : 0)
        .in(raw("mode"))
        .use(entries(wanted, false))
        .withProbability(0.4)
        .in((policy, entry) -> policy.set("all_tools", entry))
        .use(tools(wanted))
        .withProbability(0.95)
        .in((policy, tools) -> policy.set("tools", tools))
        .build(policy -> ((ObjectNode) json("{\"version\":\"1\"}")).setAll(policy));
  }

  private static BuilderCombinator<ObjectNode> object() {
    return Builders.withBuilder(() -> (ObjectNode) json("{}"));
  }

  private static BiFunction<ObjectNode, String, ObjectNode> raw(String key) {
    return (object, text) -> object.set(key, json(text));
  }

  private static BiFunction<ObjectNode, ArrayNode, ObjectNode> set(String key) {
    return (object, list) -> object.set(key, list);
  }

  private static Arbitrary<ObjectNode> tools(Wanted wanted) {
    Arbitrary<String> keys =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(TOOLS)),
            Tuple.of(3, Arbitraries.of("read", "*")),
            Tuple.of(2, Arbitraries.of("*", "*", "?", "re*", "*e*", "?/b*", "write?", "nothing")));
    return Arbitraries.maps(keys, entries(wanted, true))
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            entries -> {
              ObjectNode tools = (ObjectNode) json("{}");
              entries.forEach(tools::set);
              return tools;
            });
  }

  private static Arbitrary<ObjectNode> entries(Wanted wanted, boolean ofTool) {
    double limits = wanted.limits ? 1 : 0;
    double shadow = wanted.shadow ? 1 : 0;
    return object()
        .use(Arbitraries.of("\"deny\"", "\"require_approval\"", "\"require_approval\""))
        .withProbability(ofTool ? 0.15 : 0)
        .in(raw("action"))
        .use(Arbitraries.of("\"r\"", "\"\""))
        .withProbability(ofTool ? 0.15 : 0)
        .in(raw("reason"))
        .use(Arbitraries.of("[\"v\",\"n\",\"k\"]", "[\"v\",\"n\",\"k\",\"l\",\"o\"]", "[]"))
        .withProbability(0.1)
        .in(raw("allowed_args"))
        .use(predicates(true))
        .withProbability(0.2)
        .in(set("require"))
        .use(predicates(false))
        .withProbability(0.2)
        .in(set("deny_if"))
        .use(predicates(false))
        .withProbability(0.15)
        .in(set("approve_if"))
        .use(list(limits(), 3))
        .withProbability(0.45 * limits)
        .in(set("limits"))
        .use(Arbitraries.of("1", "2"))
        .withProbability(0.2 * limits)
        .in(raw("concurrency"))
        .use(Arbitraries.just("\"shadow\""))
        .withProbability(0.15 * shadow)
        .in(raw("mode"))
        .use(
            Arbitraries.of(
                "\"2/minute\"",
                "\"1/second\"",
                "{\"max\":1,\"window\":60}",
                "{\"max\":3,\"window\":\"day\"}"))
        .withProbability(0.15 * limits)
        .in(raw("rate_limit"))
        .build();
  }

  private static Arbitrary<ArrayNode> list(Arbitrary<ObjectNode> elements, int most) {
    return elements
        .list()
        .ofMinSize(1)
        .ofMaxSize(most)
        .map(list -> ((ArrayNode) json("[]")).addAll(list));
  }

  private static Arbitrary<ArrayNode> predicates(boolean inRequire) {
    return list(predicate(inRequire), 2);
  }

  /** Predicates, as they may stand in {@code require}, or elsewhere. */
  static Arbitrary<ObjectNode> predicate(boolean inRequire) {
    return object()
        .use(list(condition(inRequire, 2), 2))
        .in(set("conditions"))
        .use(Arbitraries.of("\"No.\"", "\"Not so.\"", "\"\""))
        .withProbability(0.4)
        .in(raw("on_deny"))
        .build();
  }

  private static Arbitrary<ObjectNode> condition(boolean inRequire, int depth) {
    Arbitrary<ObjectNode> comparison =
        Combinators.combine(
                Arbitraries.of(
                    "args.v",
                    "args.v",
                    "args.n",
                    "args[\\\"k\\\"]",
                    "args.l[*]",
                    "args.l[0]",
                    "args.o.x",
                    "args.o[\\\"a.b\\\"][*].x",
                    "caller.id",
                    "tool.name",
                    "server.name"),
                Arbitraries.of(TESTS),
                Arbitraries.of(true, false, false, false))
            .as(
                (path, test, optional) -> {
                  boolean may = inRequire && optional && !test.contains("\"exists\"");
                  return (ObjectNode)
                      json(
                          "{\"path\":\""
                              + path
                              + "\","
                              + test
                              + (may ? ",\"optional\":true}" : "}"));
                });
    if (depth == 0) {
      return comparison;
    }
    Arbitrary<ObjectNode> group =
        Combinators.combine(
                Arbitraries.of("any", "all"),
                Arbitraries.lazy(() -> list(condition(inRequire, depth - 1), 3)))
            .as((key, parts) -> ((ObjectNode) json("{}")).set(key, parts));
    return Arbitraries.frequencyOf(Tuple.of(5, comparison), Tuple.of(1, group));
  }

  /** Limits; those that name a counter agree. */
  static Arbitrary<ObjectNode> limits() {
    Arbitrary<String> counters =
        Arbitraries.of(
            "",
            "",
            "\"scope\":\"global\",",
            "\"scope\":\"session\",\"per\":\"caller.id\",",
            "\"per\":[\"args.k\",\"tool.name\"],",
            "\"counter\":\"c\",",
            "\"counter\":\"c\",",
            "\"counter\":\"c\",",
            "\"counter\":\"c\",",
            "\"counter\":\"c\",",
            "\"counter\":\"d\",\"scope\":\"global\",\"per\":\"args.k\",");
    Arbitrary<String> windows =
        Arbitraries.of(
            "\"second\"",
            "\"minute\"",
            "\"lifetime\"",
            "\"PT1.5S\"",
            "60",
            "\"minute\",\"align\":\"calendar\"",
            "\"week\",\"align\":\"calendar\",\"zone\":\"Asia/Kolkata\"",
            "\"day\",\"align\":\"calendar\",\"zone\":\"Europe/Berlin\"");
    Arbitrary<String> amounts =
        Arbitraries.of("", "", ",\"amount\":2", ",\"amount\":0.1", ",\"amount_from\":\"args.n\"");
    return Combinators.combine(
            counters,
            windows,
            Arbitraries.of("0", "1", "1", "2", "2", "3", "0.3", "2.5"),
            amounts,
            Arbitraries.of("", "", ",\"refund\":\"never\"", ",\"refund\":\"failure\""),
            Arbitraries.of("", "", ",\"on_deny\":\"Slow.\""))
        .as(
            (counter, window, max, amount, refund, onDeny) ->
                (ObjectNode)
                    json(
                        "{"
                            + counter
                            + "\"window\":"
                            + window
                            + ",\"max\":"
                            + max
                            + amount
                            + refund
                            + onDeny
                            + "}"));
  }
}
