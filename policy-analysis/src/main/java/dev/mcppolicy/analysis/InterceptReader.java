package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the rules of Intercept, and writes them as entries of a policy. */
final class InterceptReader {

  private static final List<String> POLICY =
      List.of("version", "description", "default", "hide", "tools");

  private final InterceptNodes nodes;
  private final InterceptConditions conditions;

  InterceptReader(InterceptNodes nodes) {
    this.nodes = nodes;
    this.conditions = new InterceptConditions(nodes);
  }

  Map<String, Object> policy() {
    Map<String, Object> policy = new LinkedHashMap<>();
    ObjectNode root = nodes.object(nodes.root(), "", POLICY);
    if (root == null) {
      return policy;
    }
    policy.put("version", "1");
    if (!"1".equals(nodes.text(root, "version", ""))) {
      nodes.report("/version", root, ImportMessages.wrongVersion());
    }
    String description = nodes.text(root, "description", "");
    if (description != null) {
      policy.put("description", description);
    }
    String byDefault = nodes.text(root, "default", "");
    String posture = byDefault == null || byDefault.isEmpty() ? "allow" : byDefault;
    if (!posture.equals("allow") && !posture.equals("deny")) {
      nodes.report("/default", root, ImportMessages.wrongDefault());
    }
    policy.put("default", posture);
    hide(root, policy);
    tools(root, policy);
    return policy;
  }

  private void hide(ObjectNode root, Map<String, Object> policy) {
    List<Object> names = new ArrayList<>();
    int index = 0;
    for (Node node : nodes.list(root, "hide", "")) {
      String pointer = Pointers.child("/hide", index++);
      if (!(node instanceof TextNode text) || text.text().isBlank()) {
        nodes.report(pointer, node, ImportMessages.notA("the name of a tool", node));
      } else if (!text.text().equals("*") && Globs.isGlob(text.text())) {
        nodes.report(pointer, node, ImportMessages.globName());
      } else {
        names.add(text.text());
      }
    }
    if (!names.isEmpty()) {
      policy.put("hide", names);
    }
  }

  private void tools(ObjectNode root, Map<String, Object> policy) {
    Node node = root.get("tools");
    if (node == null || InterceptNodes.isAbsent(node)) {
      return;
    }
    if (!(node instanceof ObjectNode tools)) {
      nodes.report("/tools", node, ImportMessages.notA("a mapping of tools", node));
      return;
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Member member : tools.members()) {
      String name = member.name();
      String pointer = Pointers.child("/tools", name);
      if (name.isEmpty()) {
        nodes.report(pointer, node, ImportMessages.emptyName());
      } else if (name.equals("*")) {
        policy.put("all_tools", tool("_global").read(member.value(), pointer).entryOfAll());
      } else if (Globs.isGlob(name)) {
        nodes.report(pointer, member.value(), ImportMessages.globName());
      } else {
        if (name.equals("_global") && tools.get("*") != null) {
          nodes.report(pointer, member.value(), ImportMessages.globalTool());
        }
        entries.put(name, tool(name).read(member.value(), pointer).entry());
      }
    }
    policy.put("tools", entries);
  }

  private InterceptTool tool(String scope) {
    return new InterceptTool(nodes, conditions, scope);
  }
}
