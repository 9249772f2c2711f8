package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Pointers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what keeps a schema from being judged by: an unknown dialect, or another document. */
final class SchemaCheck {

  /** The dialects, without a final {@code #}. */
  private static final Set<String> DIALECTS =
      Set.of(
          "https://json-schema.org/draft/2020-12/schema",
          "https://json-schema.org/draft/2019-09/schema",
          "http://json-schema.org/draft-07/schema",
          "http://json-schema.org/draft-06/schema",
          "http://json-schema.org/draft-04/schema");

  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

  /** Keywords whose values are data. */
  private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

  private SchemaCheck() {}

  /** Returns what is wrong, or null. */
  static @Nullable String problem(Map<String, @Nullable Object> schema) {
    Object dialect = schema.get("$schema");
    if (dialect != null && !(dialect instanceof String name && isKnown(name))) {
      return LockMessages.unknownDialect(dialect.toString());
    }
    return problem(schema, "");
  }

  private static boolean isKnown(String dialect) {
    return DIALECTS.contains(
        dialect.endsWith("#") ? dialect.substring(0, dialect.length() - 1) : dialect);
  }

  private static @Nullable String problem(@Nullable Object value, String at) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        String problem = problem(list.get(i), Pointers.child(at, i));
        if (problem != null) {
          return problem;
        }
      }
    }
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> member : map.entrySet()) {
        String problem = problem((String) member.getKey(), member.getValue(), at);
        if (problem != null) {
          return problem;
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(String key, @Nullable Object value, String at) {
    String child = Pointers.child(at, key);
    if (value instanceof String text) {
      if (REFERENCES.contains(key) && !text.startsWith("#")) {
        return LockMessages.foreignReference(child);
      }
      if (key.equals("$schema") && !at.isEmpty()) {
        return LockMessages.unknownDialect(text);
      }
      if ((key.equals("$id") || key.equals("id")) && !at.isEmpty()) {
        return LockMessages.foreignReference(child);
      }
      return null;
    }
    return DATA.contains(key) ? null : problem(value, child);
  }
}
