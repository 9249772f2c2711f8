package dev.mcppolicy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Jackson's tree into plain values, for hosts whose arguments are one. */
public final class TreeValues {

  private TreeValues() {}

  /** Says whether a value is a node of Jackson's tree that has a plain counterpart. */
  public static boolean isTree(Object value) {
    return value instanceof JsonNode node
        && node.getNodeType() != JsonNodeType.BINARY
        && node.getNodeType() != JsonNodeType.MISSING;
  }

  /**
   * Returns the plain value of a {@linkplain #isTree node}: of an object or a list one whose parts
   * still are nodes, so that whoever copies it can stop in time.
   */
  public static @Nullable Object toPlain(Object tree) {
    JsonNode node = (JsonNode) tree;
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
          map.put(entry.getKey(), entry.getValue());
        }
        yield map;
      }
      case ARRAY -> {
        List<JsonNode> list = new ArrayList<>();
        node.elements().forEachRemaining(list::add);
        yield list;
      }
      case STRING -> node.textValue();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case POJO -> ((POJONode) node).getPojo();
      case NULL, BINARY, MISSING -> null;
    };
  }
}
