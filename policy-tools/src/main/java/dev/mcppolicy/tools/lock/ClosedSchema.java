package dev.mcppolicy.tools.lock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Closes a schema: an object that it describes holds no other members than those it names. What is
 * put together from several schemas is closed as a whole where the dialect has {@code
 * unevaluatedProperties}; elsewhere each name has to stand beside the parts.
 */
final class ClosedSchema {

  /** Keywords with parts that speak of the same value. */
  private static final Set<String> PARTS =
      Set.of(
          "$dynamicRef",
          "$recursiveRef",
          "$ref",
          "allOf",
          "anyOf",
          "dependentSchemas",
          "else",
          "if",
          "oneOf",
          "then");

  private static final Set<String> OLD = Set.of("draft-04", "draft-06", "draft-07");

  private final boolean old;

  private ClosedSchema(boolean old) {
    this.old = old;
  }

  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> schema) {
    String dialect = String.valueOf(schema.get("$schema"));
    return new ClosedSchema(OLD.stream().anyMatch(dialect::contains)).closed(schema);
  }

  private @Nullable Object value(@Nullable Object schema) {
    if (schema instanceof Map<?, ?> map) {
      return closed(map);
    }
    if (schema instanceof List<?> list) {
      return each(list);
    }
    return Boolean.TRUE.equals(schema) ? closed(Map.of()) : schema;
  }

  private List<@Nullable Object> each(List<?> list) {
    List<@Nullable Object> closed = new ArrayList<>();
    list.forEach(element -> closed.add(value(element)));
    return closed;
  }

  private Map<String, @Nullable Object> closed(Map<?, ?> schema) {
    Map<String, @Nullable Object> closed = inside(schema);
    boolean ofParts = schema.keySet().stream().anyMatch(PARTS::contains);
    if (old && schema.containsKey("$ref")) {
      return closed; // says all there is to say: what it refers to is closed itself
    }
    String keyword = ofParts && !old ? "unevaluatedProperties" : "additionalProperties";
    Object others = schema.get("additionalProperties");
    if (ofParts && !old && (isOpen(others) || others == null)) {
      closed.remove("additionalProperties");
      others = schema.get(keyword);
    }
    if (others == null || isOpen(others)) {
      closed.put(keyword, false);
    }
    return closed;
  }

  private static boolean isOpen(@Nullable Object schema) {
    return Boolean.TRUE.equals(schema) || (schema instanceof Map<?, ?> map && map.isEmpty());
  }

  /** Closes what a schema says of the parts of a value, and leaves what it says of the value. */
  private Map<String, @Nullable Object> inside(Map<?, ?> schema) {
    Map<String, @Nullable Object> inside = new LinkedHashMap<>();
    schema.forEach((key, value) -> inside.put((String) key, inside((String) key, value)));
    return inside;
  }

  private @Nullable Object inside(String keyword, @Nullable Object value) {
    return switch (keyword) {
      case "properties", "patternProperties", "$defs", "definitions" ->
          value instanceof Map<?, ?> named ? named(named, true) : value;
      case "dependentSchemas" -> value instanceof Map<?, ?> named ? named(named, false) : value;
      case "items",
          "prefixItems",
          "additionalItems",
          "unevaluatedItems",
          "additionalProperties",
          "unevaluatedProperties" ->
          value(value);
      case "allOf", "anyOf", "oneOf" -> value instanceof List<?> list ? parts(list) : value;
      case "if", "then", "else" -> value instanceof Map<?, ?> part ? inside(part) : value;
      default -> value;
    };
  }

  private Map<String, @Nullable Object> named(Map<?, ?> schemas, boolean closing) {
    Map<String, @Nullable Object> closed = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) ->
            closed.put(
                (String) name,
                closing ? value(schema) : schema instanceof Map<?, ?> map ? inside(map) : schema));
    return closed;
  }

  private List<@Nullable Object> parts(List<?> list) {
    List<@Nullable Object> parts = new ArrayList<>();
    list.forEach(part -> parts.add(part instanceof Map<?, ?> map ? inside(map) : part));
    return parts;
  }
}
