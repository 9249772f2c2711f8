package dev.mcppolicy.tools;

import dev.mcppolicy.ArgumentLimits;
import dev.mcppolicy.Arguments;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One tool as its server lists it: a name, what the server says of it, and the schemas of its
 * arguments and results. Nothing of it is to be trusted; it is what the server claims.
 *
 * <p>This class is immutable and thread-safe; definitions are equal when all that they hold is.
 */
public final class ToolDefinition {

  /** How many UTF-16 units a name may have. */
  public static final int MAX_NAME = 1_000;

  private static final ArgumentLimits LIMITS = new ArgumentLimits(64, 100_000, 1024 * 1024);

  private final String name;
  private final Map<String, @Nullable Object> members;

  private ToolDefinition(String name, Map<String, @Nullable Object> members) {
    this.name = name;
    this.members = members;
  }

  /**
   * Copies a definition, an element of {@code tools} in the result of {@code tools/list}, as plain
   * Java values. Keys that aren't known are kept.
   *
   * @throws InvalidInventoryException if it has no name, or a member that it has is of a type that
   *     the protocol doesn't give it
   */
  public static ToolDefinition of(Map<String, ?> definition) {
    Objects.requireNonNull(definition, "definition");
    Arguments frozen = Arguments.freeze(definition, LIMITS);
    if (frozen.problem().isPresent()) {
      throw new InvalidInventoryException(ToolMessages.unreadableTool(frozen.problem().get()));
    }
    Map<String, @Nullable Object> members = frozen.asMap();
    if (!(members.get("name") instanceof String name) || name.isEmpty()) {
      throw new InvalidInventoryException(ToolMessages.noName());
    }
    if (name.length() > MAX_NAME) {
      throw new InvalidInventoryException(ToolMessages.longName(name, MAX_NAME));
    }
    requireType(name, members, "title", String.class);
    requireType(name, members, "description", String.class);
    requireType(name, members, "inputSchema", Map.class);
    requireType(name, members, "outputSchema", Map.class);
    requireType(name, members, "annotations", Map.class);
    return new ToolDefinition(name, members);
  }

  private static void requireType(
      String name, Map<String, @Nullable Object> members, String key, Class<?> type) {
    Object value = members.get(key);
    if (value != null && !type.isInstance(value)) {
      throw new InvalidInventoryException(ToolMessages.wrongMember(name, key, type));
    }
  }

  /** Returns the name, which is never empty. */
  public String name() {
    return name;
  }

  /** Returns the title that people see, if there is one. */
  public Optional<String> title() {
    return text("title");
  }

  /** Returns the description that models read, if there is one. */
  public Optional<String> description() {
    return text("description");
  }

  /** Returns the JSON Schema of the arguments; empty if the server gives none. */
  public Map<String, @Nullable Object> inputSchema() {
    return object("inputSchema").orElse(Map.of());
  }

  /** Returns the JSON Schema of the results, if the server gives one. */
  public Optional<Map<String, @Nullable Object>> outputSchema() {
    return object("outputSchema");
  }

  /** Returns the annotations: hints of the server, without any guarantee. */
  public Map<String, @Nullable Object> annotations() {
    return object("annotations").orElse(Map.of());
  }

  /** Returns a hint of the annotations, as in {@code readOnlyHint}, if it is true or false. */
  public Optional<Boolean> hint(String annotation) {
    return annotations().get(annotation) instanceof Boolean hint
        ? Optional.of(hint)
        : Optional.empty();
  }

  /** Returns all that the server says. The map and everything in it is unmodifiable. */
  public Map<String, @Nullable Object> asMap() {
    return members;
  }

  private Optional<String> text(String key) {
    return members.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @SuppressWarnings("unchecked") // frozen maps have keys that are texts
  private Optional<Map<String, @Nullable Object>> object(String key) {
    return members.get(key) instanceof Map<?, ?> map
        ? Optional.of((Map<String, @Nullable Object>) map)
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolDefinition that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /** Names the tool. */
  @Override
  public String toString() {
    return "ToolDefinition[" + name + "]";
  }
}
