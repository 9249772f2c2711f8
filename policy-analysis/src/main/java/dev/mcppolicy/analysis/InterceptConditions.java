package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes conditions of Intercept, in which values of different types are equal if they print alike,
 * and every value differs from one of another type that doesn't.
 */
final class InterceptConditions {

  private static final List<String> TYPES =
      List.of("string", "number", "boolean", "array", "object", "null");

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{0,5}[1-9])?");
  private static final Pattern LIKE_NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  private static final BigDecimal SMALLEST = new BigDecimal("0.0001");

  private final InterceptNodes nodes;

  InterceptConditions(InterceptNodes nodes) {
    this.nodes = nodes;
  }

  static Map<String, Object> comparison(String path, String operator, @Nullable Object value) {
    Map<String, Object> comparison = new LinkedHashMap<>();
    comparison.put("path", path);
    comparison.put("op", operator);
    comparison.put("value", value);
    return comparison;
  }

  private static Map<String, Object> group(String key, List<Map<String, Object>> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Map<String, Object> group = new LinkedHashMap<>();
    group.put(key, parts);
    return group;
  }

  /** Returns a path of this project, or null. */
  @Nullable String path(String path) {
    List<String> names = names(path);
    return names.isEmpty() ? null : path(names);
  }

  private static List<String> names(String path) {
    List<String> parts = Arrays.asList(path.split("\\.", -1));
    return parts.size() < 2 || !parts.get(0).equals("args") || parts.contains("")
        ? List.of()
        : parts.subList(1, parts.size());
  }

  private static String path(List<String> names) {
    StringBuilder path = new StringBuilder("args");
    for (String name : names) {
      if (name.matches("[A-Za-z0-9_-]+")) {
        path.append('.').append(name);
      } else {
        path.append('[');
        CanonicalJson.quote(name, path);
        path.append(']');
      }
    }
    return path.toString();
  }

  /** Writes a condition, or reports why it can't be and returns null. */
  @Nullable Map<String, Object> condition(ObjectNode node, String written, String pointer) {
    String path = path(written);
    Node value = node.get("value");
    if (path == null) {
      return refused(pointer + "/path", node, ImportMessages.wrongPath());
    }
    if (value == null) {
      return refused(pointer, node, ImportMessages.missing("value"));
    }
    String operator = node.get("op") instanceof TextNode text ? text.text() : "";
    String at = pointer + "/value";
    return switch (operator) {
      case "eq" -> among(path, List.of(value), at);
      case "in" ->
          value instanceof ListNode list ? among(path, list.elements(), at) : notAList(value, at);
      case "neq" -> notAmong(path, List.of(value), at);
      case "not_in" ->
          value instanceof ListNode list
              ? notAmong(path, list.elements(), at)
              : notAList(value, at);
      case "lt", "lte", "gt", "gte" ->
          value instanceof NumberNode number
              ? comparison(path, operator, number.value())
              : refused(at, value, ImportMessages.notA("a decimal number", value));
      case "regex" ->
          value instanceof TextNode text && !nodes.isDoubtful(value)
              ? comparison(path, "regex", text.text())
              : refused(at, value, ImportMessages.notA("a pattern, in quotes", value));
      case "contains" -> contains(path, value, at);
      case "exists" ->
          value instanceof BooleanNode flag
              ? exists(names(written), flag.value())
              : refused(at, value, ImportMessages.notA("true or false", value));
      default -> refused(pointer + "/op", node, ImportMessages.unknownOperator());
    };
  }

  private @Nullable Map<String, Object> notAList(Node value, String pointer) {
    return refused(pointer, value, ImportMessages.notA("a list", value));
  }

  private @Nullable Map<String, Object> refused(String pointer, Node at, String message) {
    nodes.report(pointer, at, message);
    return null;
  }

  /** Returns all values that Intercept takes for equal to one of some, or null after reporting. */
  private @Nullable List<@Nullable Object> equals(List<Node> given, String pointer) {
    List<@Nullable Object> equal = new ArrayList<>();
    for (Node node : given) {
      List<@Nullable Object> some = equals(node);
      if (some.isEmpty()) {
        boolean doubtful = nodes.isDoubtful(node);
        refused(pointer, node, doubtful ? ImportMessages.doubtful() : ImportMessages.printed());
        return null;
      }
      some.stream().filter(value -> !equal.contains(value)).forEach(equal::add);
    }
    if (equal.isEmpty()) {
      nodes.report(pointer, ImportMessages.emptyList());
      return null;
    }
    return equal;
  }

  /**
   * Returns a value, and those of other types that print like it; nothing if they can't be told.
   */
  private List<@Nullable Object> equals(Node node) {
    if (nodes.isDoubtful(node)) {
      return List.of();
    }
    if (node instanceof BooleanNode flag) {
      return List.of(flag.value(), String.valueOf(flag.value()));
    }
    if (node instanceof NullNode) {
      return Arrays.asList(null, "<nil>");
    }
    if (node instanceof NumberNode number) {
      BigDecimal plain = number.value().stripTrailingZeros();
      String text = plain.signum() == 0 ? "0" : plain.toPlainString();
      boolean exact = plain.signum() == 0 || plain.abs().compareTo(SMALLEST) >= 0;
      return exact && NUMBER.matcher(text).matches() && plain.precision() <= 15
          ? List.of(plain, text)
          : List.of();
    }
    return node instanceof TextNode text ? equals(text.text()) : List.of();
  }

  private static List<@Nullable Object> equals(String text) {
    if (text.equals("true") || text.equals("false")) {
      return List.of(text, Boolean.valueOf(text));
    }
    if (text.startsWith("[") || text.startsWith("map[") || text.equals("<nil>")) {
      return List.of();
    }
    if (!LIKE_NUMBER.matcher(text).matches()) {
      return List.of(text);
    }
    boolean prints = NUMBER.matcher(text).matches() && !text.equals("-0");
    BigDecimal value = prints ? new BigDecimal(text) : BigDecimal.ZERO;
    boolean exact =
        value.signum() == 0 || (value.abs().compareTo(SMALLEST) >= 0 && value.precision() <= 15);
    return prints && exact ? List.of(text, value) : List.of();
  }

  private @Nullable Map<String, Object> among(String path, List<Node> given, String pointer) {
    List<@Nullable Object> equal = equals(given, pointer);
    if (equal == null) {
      return null;
    }
    return equal.size() == 1 ? comparison(path, "eq", equal.get(0)) : comparison(path, "in", equal);
  }

  private @Nullable Map<String, Object> notAmong(String path, List<Node> given, String pointer) {
    List<@Nullable Object> equal = equals(given, pointer);
    if (equal == null) {
      return null;
    }
    List<Map<String, Object>> ways = new ArrayList<>();
    for (String type : TYPES) {
      List<@Nullable Object> ofType = new ArrayList<>();
      equal.stream().filter(value -> type(value).equals(type)).forEach(ofType::add);
      Map<String, Object> isOfType = comparison(path, "type", type);
      if (ofType.isEmpty()) {
        ways.add(isOfType);
      } else if (!type.equals("null")) {
        ways.add(group("all", List.of(isOfType, comparison(path, "not_in", ofType))));
      }
    }
    return group("any", ways);
  }

  private static String type(@Nullable Object value) {
    if (value instanceof String) {
      return "string";
    }
    return value == null ? "null" : value instanceof Boolean ? "boolean" : "number";
  }

  private @Nullable Map<String, Object> contains(String path, Node node, String pointer) {
    List<@Nullable Object> equal = equals(List.of(node), pointer);
    if (equal == null || node instanceof NullNode) {
      return equal == null ? null : refused(pointer, node, ImportMessages.printed());
    }
    List<Map<String, Object>> ways = new ArrayList<>();
    ways.add(comparison(path, "contains", equal.get(0)));
    for (Object other : equal.subList(1, equal.size())) {
      ways.add(
          group(
              "all",
              List.of(
                  comparison(path, "type", "array"),
                  comparison(path, "contains", Objects.requireNonNull(other)))));
    }
    return group("any", ways);
  }

  /** What stands below a text, number, boolean or list doesn't exist. */
  private static Map<String, Object> exists(List<String> names, boolean wanted) {
    List<Map<String, Object>> ways = new ArrayList<>();
    ways.add(comparison(path(names), "exists", wanted));
    for (int i = 1; i < names.size() && !wanted; i++) {
      for (String type : List.of("string", "number", "boolean", "array")) {
        ways.add(comparison(path(names.subList(0, i)), "type", type));
      }
    }
    return group("any", ways);
  }
}
