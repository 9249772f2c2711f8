package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of tools from JSON, as strictly as policies are read. */
final class InventoryReader {

  private InventoryReader() {}

  static List<Inventory> read(String server, String json) {
    Findings findings = new Findings();
    return read(server, JsonReader.read(json, findings, JsonReader.Numbers.ANY), findings);
  }

  static List<Inventory> read(String server, byte[] utf8) {
    Findings findings = new Findings();
    return read(server, JsonReader.read(utf8, findings, JsonReader.Numbers.ANY), findings);
  }

  private static List<Inventory> read(String server, @Nullable Node document, Findings findings) {
    if (document == null || !findings.isEmpty()) {
      throw new InvalidInventoryException(
          ToolMessages.unreadable(String.valueOf(findings.inOrder().get(0))));
    }
    if (document instanceof ListNode list) {
      return List.of(Inventory.of(server, tools(list)));
    }
    if (document instanceof ObjectNode object) {
      if (object.get("result") instanceof ObjectNode result) {
        return List.of(Inventory.of(server, wholeList(result)));
      }
      if (object.get("servers") instanceof ListNode servers) {
        return servers(servers);
      }
      return List.of(Inventory.of(server, wholeList(object)));
    }
    throw new InvalidInventoryException(ToolMessages.noList());
  }

  private static List<Inventory> servers(ListNode servers) {
    List<Inventory> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node element : servers.elements()) {
      if (!(element instanceof ObjectNode object)
          || !(object.get("server") instanceof TextNode name)) {
        throw new InvalidInventoryException(ToolMessages.noServer());
      }
      if (!names.add(name.text())) {
        throw new InvalidInventoryException(ToolMessages.sameServer(name.text()));
      }
      all.add(Inventory.of(name.text(), wholeList(object)));
    }
    return List.copyOf(all);
  }

  /** Returns the tools of an object that holds all of them. */
  private static List<ToolDefinition> wholeList(ObjectNode object) {
    if (!(object.get("tools") instanceof ListNode list)) {
      throw new InvalidInventoryException(ToolMessages.noList());
    }
    Node next = object.get("nextCursor");
    if (next != null && !(next instanceof NullNode)) {
      throw new InvalidInventoryException(ToolMessages.onePageOfSeveral());
    }
    return tools(list);
  }

  /** Returns the tools of a page. */
  static List<ToolDefinition> tools(ListNode list) {
    List<ToolDefinition> tools = new ArrayList<>();
    for (Node element : list.elements()) {
      if (!(element instanceof ObjectNode object)) {
        throw new InvalidInventoryException(ToolMessages.noTool(element));
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      object.members().forEach(member -> members.put(member.name(), member.value().toPlain()));
      tools.add(ToolDefinition.of(members));
    }
    return tools;
  }
}
