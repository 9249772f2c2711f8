package dev.mcppolicy.tools.lock;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.tools.ToolDefinition;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a tool's definition is locked, and how two of them differ. */
final class Definitions {

  /** What is locked, in the order in which a lock prints it. */
  static final List<String> LOCKED =
      List.of("title", "description", "inputSchema", "outputSchema", "annotations");

  private Definitions() {}

  /** Returns what is locked of a definition; nulls say nothing. */
  static Map<String, Object> locked(ToolDefinition tool) {
    Map<String, Object> locked = new LinkedHashMap<>();
    for (String key : LOCKED) {
      Object value = tool.asMap().get(key);
      if (value != null) {
        locked.put(key, key.equals("annotations") ? withoutNulls((Map<?, ?>) value) : value);
      }
    }
    return locked;
  }

  private static Map<Object, Object> withoutNulls(Map<?, ?> map) {
    Map<Object, Object> rest = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            rest.put(key, value);
          }
        });
    return rest;
  }

  /** Returns the digest of a tool's name and of what is locked of it. */
  static String digest(ToolDefinition tool) {
    Map<String, Object> all = new LinkedHashMap<>(locked(tool));
    all.put("name", tool.name());
    return Documents.digest(Node.of(all));
  }

  /** Says how a definition differs from the locked one. */
  static Set<DefinitionChange> changes(ToolDefinition locked, ToolDefinition seen) {
    Set<DefinitionChange> changes = EnumSet.noneOf(DefinitionChange.class);
    Map<String, Object> before = locked(locked);
    Map<String, Object> now = locked(seen);
    if (differs("title", before, now)
        || differs("description", before, now)
        || SchemaTexts.differ(locked.inputSchema(), seen.inputSchema())) {
      changes.add(DefinitionChange.DESCRIPTION);
    }
    Object oldInput = SchemaTexts.without(locked.inputSchema());
    Object newInput = SchemaTexts.without(seen.inputSchema());
    if (!same(oldInput, newInput)) {
      changes.add(
          Narrowing.isProved(oldInput, newInput)
              ? DefinitionChange.NARROWED
              : DefinitionChange.WIDENED);
    } else if (changes.isEmpty() && differs("inputSchema", before, now)) {
      changes.add(DefinitionChange.DESCRIPTION);
    }
    if (differs("outputSchema", before, now)) {
      changes.add(DefinitionChange.OUTPUT);
    }
    if (!same(
        before.getOrDefault("annotations", Map.of()), now.getOrDefault("annotations", Map.of()))) {
      changes.add(DefinitionChange.ANNOTATIONS);
    }
    return changes;
  }

  private static boolean differs(String key, Map<String, Object> before, Map<String, Object> now) {
    return !same(before.get(key), now.get(key));
  }

  /** Says whether two values are the same JSON, numbers by value. */
  static boolean same(@Nullable Object one, @Nullable Object other) {
    return Documents.digest(Node.of(one)).equals(Documents.digest(Node.of(other)));
  }
}
