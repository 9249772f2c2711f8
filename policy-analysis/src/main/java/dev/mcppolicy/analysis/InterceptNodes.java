package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.text.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a document of Intercept, and reports those that are something else. */
final class InterceptNodes {

  private final YamlReader.Document document;
  private final List<PolicyProblem> problems;

  InterceptNodes(YamlReader.Document document, List<PolicyProblem> problems) {
    this.document = document;
    this.problems = problems;
  }

  Node root() {
    return document.root();
  }

  /** Says whether nothing stands under a key. */
  static boolean isAbsent(@Nullable Node node) {
    return node == null || node instanceof NullNode;
  }

  /** Returns a mapping with no keys but these; null after reporting that it isn't one. */
  @Nullable ObjectNode object(Node node, String pointer, List<String> keys) {
    if (!(node instanceof ObjectNode object)) {
      report(pointer, node, ImportMessages.notA("a mapping", node));
      return null;
    }
    for (Member member : object.members()) {
      if (!keys.contains(member.name())) {
        report(
            Pointers.child(pointer, member.name()),
            member.value(),
            ImportMessages.unknownKey(member.name()));
      }
    }
    return object;
  }

  /** Returns the elements of a list; none if it isn't there, or after reporting what is. */
  List<Node> list(ObjectNode object, String key, String pointer) {
    Node node = object.get(key);
    if (node == null || node instanceof NullNode) {
      return List.of();
    }
    if (node instanceof ListNode list) {
      return list.elements();
    }
    report(pointer + "/" + key, node, ImportMessages.notA("a list", node));
    return List.of();
  }

  /** Returns a text; null if it isn't there, or after reporting what is. */
  @Nullable String text(ObjectNode object, String key, String pointer) {
    Node node = object.get(key);
    if (node instanceof TextNode text) {
      return text.text();
    }
    if (node != null && !(node instanceof NullNode)) {
      report(pointer + "/" + key, node, ImportMessages.notA("a text, in quotes", node));
    }
    return null;
  }

  void report(String pointer, Node at, String message) {
    problems.add(
        new PolicyProblem(
            pointer, at.place().line(), at.place().column(), message, Topic.WRONG_VALUE.anchor()));
  }

  /** Reports what stands nowhere in the document. */
  void report(String pointer, String message) {
    problems.add(new PolicyProblem(pointer, 0, 0, message, Topic.WRONG_VALUE.anchor()));
  }

  /** Says whether a text may be meant as something else. */
  boolean isDoubtful(Node node) {
    return document.doubtful().contains(node);
  }
}
