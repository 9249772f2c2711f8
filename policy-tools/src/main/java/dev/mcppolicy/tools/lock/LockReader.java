package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Fields;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.tools.InvalidInventoryException;
import dev.mcppolicy.tools.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads locks as strictly as policies are read. */
final class LockReader {

  private static final List<String> LOCK = List.of("version", "servers");
  private static final List<String> TOOL = tool();

  private final Findings findings = new Findings();

  private LockReader() {}

  private static List<String> tool() {
    List<String> keys = new ArrayList<>();
    keys.add("digest");
    keys.addAll(Definitions.LOCKED);
    return List.copyOf(keys);
  }

  static ToolLock read(String json) {
    LockReader reader = new LockReader();
    return reader.lock(JsonReader.read(json, reader.findings, JsonReader.Numbers.ANY));
  }

  static ToolLock read(byte[] utf8) {
    LockReader reader = new LockReader();
    return reader.lock(JsonReader.read(utf8, reader.findings, JsonReader.Numbers.ANY));
  }

  private ToolLock lock(@Nullable Node document) {
    Map<String, Map<String, ToolDefinition>> servers = new TreeMap<>();
    Fields fields =
        document == null
            ? null
            : Fields.of(document, "", LOCK, "an object with version and servers", findings);
    if (fields != null) {
      Node version = fields.require("version");
      if (version != null && !(version instanceof TextNode text && text.text().equals("1"))) {
        throw new InvalidLockException(LockMessages.wrongVersion());
      }
      Node all = fields.require("servers");
      for (Member server : members(all, fields.pointer("servers"))) {
        servers.put(server.name(), tools(server, fields.pointer("servers")));
      }
    }
    if (!findings.isEmpty()) {
      throw new InvalidLockException(
          LockMessages.unreadable(String.valueOf(findings.inOrder().get(0))));
    }
    return ToolLock.read(servers);
  }

  private List<Member> members(@Nullable Node node, String pointer) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof ObjectNode object) {
      return object.members();
    }
    throw new InvalidLockException(LockMessages.noObject(pointer));
  }

  private Map<String, ToolDefinition> tools(Member server, String pointer) {
    Map<String, ToolDefinition> tools = new TreeMap<>();
    String child = dev.mcppolicy.internal.document.Pointers.child(pointer, server.name());
    for (Member tool : members(server.value(), child)) {
      tools.put(
          tool.name(),
          tool(
              server.name(),
              tool,
              dev.mcppolicy.internal.document.Pointers.child(child, tool.name())));
    }
    return tools;
  }

  private ToolDefinition tool(String server, Member tool, String pointer) {
    if (!(tool.value() instanceof ObjectNode object)) {
      throw new InvalidLockException(LockMessages.noObject(pointer));
    }
    Fields fields = new Fields(object, pointer, TOOL, findings);
    fields.require("digest");
    String digest = fields.text("digest");
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", tool.name());
    for (String key : Definitions.LOCKED) {
      Node value = fields.get(key);
      if (value != null) {
        members.put(key, value.toPlain());
      }
    }
    ToolDefinition read;
    try {
      read = ToolDefinition.of(members);
    } catch (InvalidInventoryException e) {
      throw new InvalidLockException(LockMessages.unreadable(e.getMessage()));
    }
    if (findings.isEmpty() && !Definitions.digest(read).equals(digest)) {
      throw new InvalidLockException(LockMessages.wrongDigest(server, tool.name()));
    }
    return read;
  }
}
