package dev.mcppolicy.properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes a document in another order, or otherwise spelled. */
final class Shuffles {

  /** The lists whose order the language says never changes a decision. */
  private static final Set<String> UNORDERED =
      Set.of("hide", "require", "deny_if", "approve_if", "limits", "conditions", "any", "all");

  private final Random random;

  Shuffles(Random random) {
    this.random = random;
  }

  /** Shuffles the keys of all objects. */
  JsonNode keys(JsonNode node) {
    return shuffled(node, "", false);
  }

  /**
   * Shuffles the keys of all objects, and the lists of predicates, conditions, limits and names.
   */
  JsonNode everything(JsonNode node) {
    return shuffled(node, "", true);
  }

  private JsonNode shuffled(JsonNode node, String key, boolean lists) {
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      Collections.shuffle(members, random);
      ObjectNode copy = object.objectNode();
      for (Map.Entry<String, JsonNode> member : members) {
        // A value given to an operator is no part of the language
        boolean inside = lists && !key.equals("tools") && !member.getKey().equals("value");
        boolean below = key.equals("tools") ? lists : inside;
        copy.set(member.getKey(), shuffled(member.getValue(), member.getKey(), below));
      }
      return copy;
    }
    if (node instanceof ArrayNode list) {
      List<JsonNode> elements = new ArrayList<>();
      list.forEach(element -> elements.add(shuffled(element, "", lists)));
      if (lists && UNORDERED.contains(key)) {
        Collections.shuffle(elements, random);
      }
      return list.arrayNode().addAll(elements);
    }
    return node;
  }

  /** Prints a document with other white space, and spells its numbers and texts otherwise. */
  String respelled(JsonNode node) {
    StringBuilder out = new StringBuilder();
    respell(node, out);
    return out.toString();
  }

  private void respell(JsonNode node, StringBuilder out) {
    space(out);
    if (node.isObject()) {
      String separator = "{";
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        out.append(separator);
        space(out);
        quote(member.getKey(), out);
        space(out);
        out.append(':');
        respell(member.getValue(), out);
        separator = ",";
      }
      out.append(node.isEmpty() ? "{" : "").append('}');
    } else if (node.isArray()) {
      String separator = "[";
      for (JsonNode element : node) {
        out.append(separator);
        respell(element, out);
        separator = ",";
      }
      out.append(node.isEmpty() ? "[" : "").append(']');
    } else if (node.isNumber()) {
      out.append(number(node));
    } else if (node.isTextual()) {
      quote(node.textValue(), out);
    } else {
      out.append(node);
    }
    space(out);
  }

  private void space(StringBuilder out) {
    while (random.nextInt(3) == 0) {
      out.append(" \n\r\t".charAt(random.nextInt(4)));
    }
  }

  private String number(JsonNode node) {
    String plain = node.decimalValue().toPlainString();
    return switch (random.nextInt(5)) {
      case 0 -> plain.contains(".") ? plain + "0" : plain + ".0";
      case 1 -> plain + "e0";
      case 2 -> node.decimalValue().movePointRight(3).toPlainString() + "E-3";
      case 3 -> node.decimalValue().movePointLeft(2).toPlainString() + "e+02";
      default -> plain;
    };
  }

  private void quote(String text, StringBuilder out) {
    out.append('"');
    for (int c : text.codePoints().toArray()) {
      if (c < 0x20 || c == '"' || c == '\\' || random.nextInt(6) == 0) {
        for (char unit : Character.toChars(c)) {
          out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
        }
      } else {
        out.append(c == '/' && random.nextBoolean() ? "\\/" : Character.toString(c));
      }
    }
    out.append('"');
  }
}
