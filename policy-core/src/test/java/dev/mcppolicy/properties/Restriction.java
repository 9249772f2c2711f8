package dev.mcppolicy.properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Something that makes a policy stricter.
 *
 * @param kind what
 * @param where in which of the entries; any number stands for one
 * @param what its JSON, if it has some
 */
record Restriction(Kind kind, int where, String what) {

  enum Kind {
    REQUIRE,
    DENY_IF,
    APPROVE_IF,
    LIMIT,
    RATE_LIMIT,
    CONCURRENCY,
    ALLOWED_ARGS,
    ACTION_DENY,
    ACTION_APPROVAL,
    HIDE,
    DENY_BY_DEFAULT,
    ALL_TOOLS,
    LOWER_MAX,
    MODE
  }

  /** Restrictions that nothing is counted for. */
  static Arbitrary<Restriction> rules() {
    return restrictions(
        Kind.REQUIRE,
        Kind.DENY_IF,
        Kind.APPROVE_IF,
        Kind.ALLOWED_ARGS,
        Kind.ACTION_DENY,
        Kind.ACTION_APPROVAL,
        Kind.HIDE,
        Kind.DENY_BY_DEFAULT,
        Kind.ALL_TOOLS);
  }

  /** All restrictions. */
  static Arbitrary<Restriction> any() {
    return restrictions(Kind.values());
  }

  private static Arbitrary<Restriction> restrictions(Kind... kinds) {
    return Arbitraries.of(kinds)
        .flatMap(
            kind ->
                Combinators.combine(Arbitraries.integers().between(0, 5), parts(kind))
                    .as((where, what) -> new Restriction(kind, where, what)));
  }

  private static Arbitrary<String> parts(Kind kind) {
    return switch (kind) {
      case REQUIRE -> RandomPolicies.predicate(true).map(JsonNode::toString);
      case DENY_IF, APPROVE_IF -> RandomPolicies.predicate(false).map(JsonNode::toString);
      case LIMIT -> RandomPolicies.limits().map(JsonNode::toString);
      case ALL_TOOLS -> RandomPolicies.predicate(false).map(one -> "{\"deny_if\":[" + one + "]}");
      case RATE_LIMIT -> Arbitraries.of("\"1/day\"", "{\"max\":0,\"window\":60}");
      case CONCURRENCY -> Arbitraries.of("1", "2");
      case ALLOWED_ARGS -> Arbitraries.of("[]", "[\"v\",\"n\"]", "[\"k\",\"l\",\"o\"]");
      case HIDE -> Arbitraries.of("\"read\"", "\"*\"", "\"?rite\"", "\"a*\"");
      default -> Arbitraries.just("");
    };
  }

  /** Returns the stricter policy; the same if the restriction doesn't fit. */
  ObjectNode applyTo(ObjectNode policy) {
    ObjectNode stricter = policy.deepCopy();
    List<ObjectNode> entries = new ArrayList<>();
    if (stricter.get("all_tools") instanceof ObjectNode all) {
      entries.add(all);
    }
    int ofAllTools = entries.size();
    stricter.path("tools").forEach(entry -> entries.add((ObjectNode) entry));
    switch (kind) {
      case HIDE -> append(stricter, "hide");
      case DENY_BY_DEFAULT -> stricter.put("default", "deny");
      case MODE -> stricter.remove("mode");
      case ALL_TOOLS -> putIfAbsent(stricter, "all_tools");
      default -> {
        if (!entries.isEmpty()) {
          int index = where % entries.size();
          restrict(entries.get(index), index >= ofAllTools);
        }
      }
    }
    return stricter;
  }

  private void restrict(ObjectNode entry, boolean ofTool) {
    switch (kind) {
      case REQUIRE -> append(entry, "require");
      case DENY_IF -> append(entry, "deny_if");
      case APPROVE_IF -> append(entry, "approve_if");
      case LIMIT -> append(entry, "limits");
      case RATE_LIMIT -> putIfAbsent(entry, "rate_limit");
      case CONCURRENCY -> putIfAbsent(entry, "concurrency");
      case ALLOWED_ARGS -> putIfAbsent(entry, "allowed_args");
      case ACTION_DENY -> {
        if (ofTool) {
          entry.put("action", "deny");
        }
      }
      case ACTION_APPROVAL -> {
        if (ofTool && !entry.has("action")) {
          entry.put("action", "require_approval");
        }
      }
      case LOWER_MAX -> {
        for (JsonNode limit : entry.path("limits")) {
          ((ObjectNode) limit).put("max", 0);
        }
      }
      default -> throw new IllegalStateException(kind.name());
    }
  }

  private void append(ObjectNode object, String key) {
    ArrayNode list =
        object.get(key) instanceof ArrayNode existing ? existing : object.putArray(key);
    list.add(RandomPolicies.json(what));
  }

  private void putIfAbsent(ObjectNode object, String key) {
    if (!object.has(key)) {
      object.set(key, RandomPolicies.json(what));
    }
  }
}
