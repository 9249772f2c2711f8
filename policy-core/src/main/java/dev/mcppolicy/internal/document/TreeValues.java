package dev.mcppolicy.internal.document;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Jackson's tree into plain values, for hosts whose arguments are one. */
public final class TreeValues {

  private TreeValues() {}

  /** Says whether a value is a node of Jackson's tree. */
  public static boolean isTree(Object value) {
    return value instanceof TreeNode;
  }

  /** Returns the plain value of a node, or the value itself where the tree holds none of JSON's. */
  public static @Nullable Object toPlain(Object value) {
    if (!(value instanceof JsonNode node)) {
      return new Object();
    }
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
          map.put(entry.getKey(), toPlain(entry.getValue()));
        }
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonNode element : node) {
          list.add(toPlain(element));
        }
        yield list;
      }
      case STRING -> node.textValue();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case NULL -> null;
      case POJO -> ((POJONode) node).getPojo();
      case BINARY, MISSING -> new Object();
    };
  }
}
