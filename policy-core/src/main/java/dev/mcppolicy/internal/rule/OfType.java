package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a value is of a JSON type. */
final class OfType extends Test {

  static final List<String> NAMES =
      List.of("string", "number", "integer", "boolean", "array", "object", "null");

  private final String name;
  private final boolean integer;

  OfType(String name) {
    this.name = name;
    this.integer = name.equals("integer");
  }

  @Override
  Truth test(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return Truth.of(name.equals(JsonNumbers.typeName(value)));
    }
    if (!JsonNumbers.isFinite(number)) {
      return Truth.UNKNOWN;
    }
    return Truth.of(integer ? JsonNumbers.isInteger(number) : name.equals("number"));
  }
}
