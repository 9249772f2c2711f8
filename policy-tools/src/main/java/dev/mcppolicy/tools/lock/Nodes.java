package dev.mcppolicy.tools.lock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain values into nodes, numbers by value: {@code 1.0} is the integer 1 however it is
 * written, and none is ever a {@code double}.
 */
final class Nodes {

  /** How many digits a number may have before or after its point. */
  private static final int MOST_DIGITS = 400;

  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private Nodes() {}

  /**
   * Returns the node of a value.
   *
   * @throws IllegalArgumentException if it holds a number that JSON hasn't, or that is past the
   *     bounds of policies
   */
  static JsonNode of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      ObjectNode node = FACTORY.objectNode();
      map.forEach((key, part) -> node.set((String) key, of(part)));
      return node;
    }
    if (value instanceof List<?> list) {
      ArrayNode node = FACTORY.arrayNode();
      list.forEach(part -> node.add(of(part)));
      return node;
    }
    if (value instanceof String text) {
      return FACTORY.textNode(text);
    }
    if (value instanceof Boolean flag) {
      return FACTORY.booleanNode(flag);
    }
    return value == null ? FACTORY.nullNode() : number((Number) value);
  }

  private static JsonNode number(Number number) {
    BigDecimal value = new BigDecimal(number.toString());
    BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (shortest.precision() - shortest.scale() > MOST_DIGITS || shortest.scale() > MOST_DIGITS) {
      throw new IllegalArgumentException("a number is past the bounds");
    }
    if (shortest.scale() > 0) {
      return FACTORY.numberNode(shortest);
    }
    BigInteger whole = shortest.toBigIntegerExact();
    return whole.bitLength() < Long.SIZE
        ? FACTORY.numberNode(whole.longValueExact())
        : FACTORY.numberNode(whole);
  }
}
