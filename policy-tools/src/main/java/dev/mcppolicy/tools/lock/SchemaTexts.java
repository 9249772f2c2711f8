package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Pointers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What in a JSON Schema is said to the reader alone, and allows or forbids nothing. */
final class SchemaTexts {

  private static final Set<String> TEXTS =
      Set.of(
          "title",
          "description",
          "$comment",
          "examples",
          "default",
          "deprecated",
          "readOnly",
          "writeOnly");

  /** Keywords whose value is one schema, or a list of schemas. */
  private static final Set<String> SCHEMAS =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "allOf",
          "anyOf",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "oneOf",
          "prefixItems",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** Keywords whose value is an object of schemas by name. */
  private static final Set<String> NAMED =
      Set.of("$defs", "definitions", "dependentSchemas", "patternProperties", "properties");

  private final Map<String, Object> texts = new LinkedHashMap<>();
  private final Set<String> places = new HashSet<>();

  private SchemaTexts() {}

  static boolean isText(String keyword) {
    return TEXTS.contains(keyword);
  }

  static boolean holdsSchemas(String keyword) {
    return SCHEMAS.contains(keyword);
  }

  static boolean holdsNamedSchemas(String keyword) {
    return NAMED.contains(keyword);
  }

  /** Returns a schema without its texts. */
  static @Nullable Object without(@Nullable Object schema) {
    return new SchemaTexts().schema(schema, "");
  }

  /**
   * Says whether a text is new or another one, or gone from a place that is still there. The texts
   * of a place that is gone went with it.
   */
  static boolean differ(Object before, Object now) {
    SchemaTexts old = new SchemaTexts();
    SchemaTexts current = new SchemaTexts();
    Object unusedOld = old.schema(before, "");
    Object unusedNow = current.schema(now, "");
    Set<String> all = new HashSet<>(old.texts.keySet());
    all.addAll(current.texts.keySet());
    for (String pointer : all) {
      boolean placeIsGone =
          !current.texts.containsKey(pointer)
              && !current.places.contains(pointer.substring(0, pointer.lastIndexOf('/')));
      if (!placeIsGone
          && (old.texts.containsKey(pointer) != current.texts.containsKey(pointer)
              || !Definitions.same(old.texts.get(pointer), current.texts.get(pointer)))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object schema(@Nullable Object schema, String at) {
    if (schema instanceof List<?> list) {
      List<@Nullable Object> parts = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        parts.add(schema(list.get(i), Pointers.child(at, i)));
      }
      return parts;
    }
    if (!(schema instanceof Map<?, ?> map)) {
      return schema;
    }
    places.add(at);
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String keyword = (String) key;
          String child = Pointers.child(at, keyword);
          if (TEXTS.contains(keyword)) {
            texts.put(child, Collections.singletonList(value));
          } else if (SCHEMAS.contains(keyword)) {
            rest.put(keyword, schema(value, child));
          } else if (NAMED.contains(keyword) && value instanceof Map<?, ?> named) {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            named.forEach(
                (name, part) ->
                    parts.put((String) name, schema(part, Pointers.child(child, (String) name))));
            rest.put(keyword, parts);
          } else {
            rest.put(keyword, value);
          }
        });
    return rest;
  }
}
