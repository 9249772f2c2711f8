package dev.mcppolicy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * Two policies that differ in one key, and what shows the difference.
 *
 * @param table the object of the language that the key stands in, as {@code Keys} names it
 * @param key the key
 * @param document both policies, but for the key
 * @param object where the key stands: a pointer to its object
 * @param one the key's value in the one, as JSON; empty if the key is absent
 * @param other the key's value in the other
 * @param seen what is looked at
 * @param ofOne what is seen of the one
 * @param ofOther what is seen of the other
 */
record Pair(
    String table,
    String key,
    String document,
    String object,
    String one,
    String other,
    Function<Bench, String> seen,
    String ofOne,
    String ofOther) {

  JsonNode first() {
    return with(one);
  }

  JsonNode second() {
    return with(other);
  }

  private JsonNode with(String value) {
    JsonNode policy = PolicySchema.json(document);
    ObjectNode parent = (ObjectNode) policy.at(object);
    if (parent.has(key)) {
      throw new IllegalStateException(document + " has " + key);
    }
    if (!value.isEmpty()) {
      parent.set(key, PolicySchema.json(value));
    }
    return policy;
  }

  @Override
  public String toString() {
    return table + "." + key + ": " + (one.isEmpty() ? "absent" : one) + " or " + other;
  }
}
