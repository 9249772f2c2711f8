package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A top-level argument that a tool's schema names.
 *
 * @param name its name
 * @param words the words of its name
 * @param schema what the schema says of it; empty where that is no object
 */
record Parameter(String name, List<String> words, Map<?, ?> schema) {

  private static final Set<String> PATHS =
      Set.of(
          "path",
          "paths",
          "file",
          "files",
          "filename",
          "filepath",
          "dir",
          "directory",
          "folder",
          "cwd",
          "root");
  private static final Set<String> URLS =
      Set.of("url", "urls", "uri", "uris", "href", "endpoint", "webhook", "callback");
  private static final Set<String> AMOUNTS = Set.of("amount", "amounts", "price");
  private static final Set<String> KINDS_OF_SECRET_KEYS =
      Set.of("api", "access", "private", "secret");
  private static final Set<String> KINDS_OF_PLAIN_TOKENS =
      Set.of("page", "next", "max", "continuation", "cursor");
  private static final Set<String> NUMBERS = Set.of("number", "integer");

  static List<Parameter> of(ToolDefinition tool) {
    List<Parameter> parameters = new ArrayList<>();
    if (tool.inputSchema().get("properties") instanceof Map<?, ?> properties) {
      for (Map.Entry<?, ?> property : properties.entrySet()) {
        String name = (String) property.getKey();
        Map<?, ?> schema = property.getValue() instanceof Map<?, ?> map ? map : Map.of();
        parameters.add(new Parameter(name, Words.ofName(name), schema));
      }
    }
    return List.copyOf(parameters);
  }

  /** Says whether it may be a text, or a list, as far as the schema says. */
  boolean canBeText() {
    List<Object> types = types();
    return types.isEmpty() || types.contains("string") || types.contains("array");
  }

  /** Says whether it is always a number. */
  boolean isNumber() {
    List<Object> types = types();
    return !types.isEmpty() && NUMBERS.containsAll(types);
  }

  /** Says whether it is always a text. */
  boolean isText() {
    return types().equals(List.of("string"));
  }

  /** Says whether it is one of a few values. */
  boolean isChoice() {
    return schema.get("enum") instanceof Collection<?> || schema.containsKey("const");
  }

  /** Says whether it names a place in a file system. */
  boolean isPath() {
    return canBeText()
        && !isChoice()
        && !words.contains("url")
        && words.stream().anyMatch(PATHS::contains);
  }

  /** Says whether it is an address on the network. */
  boolean isUrl() {
    Object format = schema.get("format");
    return canBeText()
        && !isChoice()
        && ("uri".equals(format)
            || "url".equals(format)
            || words.stream().anyMatch(URLS::contains));
  }

  /** Says whether it is a secret; the token of a page is none. */
  boolean isSecret() {
    boolean isKey =
        words.contains("key") && words.stream().anyMatch(KINDS_OF_SECRET_KEYS::contains);
    boolean isOfPages = words.stream().anyMatch(KINDS_OF_PLAIN_TOKENS::contains);
    return isKey || (!isOfPages && words.stream().anyMatch(Vocabulary::isSecret));
  }

  /** Says whether it is an amount of money. */
  boolean isAmount() {
    return !words.isEmpty()
        && AMOUNTS.contains(words.get(words.size() - 1))
        && !words.contains("max")
        && !words.contains("min");
  }

  private List<Object> types() {
    @Nullable Object type = schema.get("type");
    if (type instanceof String) {
      return List.of(type);
    }
    List<Object> types = new ArrayList<>();
    if (type instanceof Collection<?> several) {
      for (Object one : several) {
        if (one != null && !one.equals("null")) {
          types.add(one);
        }
      }
    }
    return types;
  }
}
