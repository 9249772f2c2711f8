package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.analysis.Silences.Silence;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.text.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a document of silences, and reports everything that is wrong with it. */
final class SilencesReader {

  private static final List<String> DOCUMENT_KEYS = List.of("silenced");
  private static final List<String> SILENCE_KEYS = List.of("id", "at", "reason");

  private final List<PolicyProblem> problems;

  SilencesReader(List<PolicyProblem> problems) {
    this.problems = problems;
  }

  List<Silence> read(Node root) {
    if (!isObject(root, "", DOCUMENT_KEYS)) {
      return List.of();
    }
    Node list = ((ObjectNode) root).get("silenced");
    if (list == null) {
      report("", root, Topic.MISSING_KEY, LintMessages.missing("silenced"));
      return List.of();
    }
    if (!(list instanceof ListNode silences)) {
      report("/silenced", list, Topic.WRONG_VALUE, LintMessages.noSilences(list));
      return List.of();
    }
    List<Silence> read = new ArrayList<>();
    for (int i = 0; i < silences.elements().size(); i++) {
      silence(silences.elements().get(i), "/silenced/" + i).ifPresent(read::add);
    }
    return read;
  }

  private Optional<Silence> silence(Node node, String pointer) {
    if (!isObject(node, pointer, SILENCE_KEYS)) {
      return Optional.empty();
    }
    ObjectNode object = (ObjectNode) node;
    String id = text(object, "id", pointer);
    String at = text(object, "at", pointer);
    String reason = text(object, "reason", pointer);
    if (id == null || at == null || reason == null) {
      return Optional.empty();
    }
    if (reason.isBlank()) {
      report(pointer + "/reason", object, Topic.WRONG_VALUE, LintMessages.emptyReason());
    }
    if (!at.isEmpty() && !at.startsWith("/")) {
      report(pointer + "/at", object, Topic.WRONG_VALUE, LintMessages.noPointer());
    }
    LintRule rule = LintRule.byId(id).orElse(null);
    if (rule == null || rule == LintRule.UNUSED_SILENCE) {
      report(pointer + "/id", object, Topic.WRONG_VALUE, LintMessages.unknownRule(id));
      return Optional.empty();
    }
    return Optional.of(new Silence(rule, at, pointer, node.place().line(), node.place().column()));
  }

  private boolean isObject(Node node, String pointer, List<String> keys) {
    if (!(node instanceof ObjectNode object)) {
      report(pointer, node, Topic.WRONG_VALUE, LintMessages.notAnObject(keys, node));
      return false;
    }
    for (Member member : object.members()) {
      if (!keys.contains(member.name())) {
        problems.add(
            new PolicyProblem(
                Pointers.child(pointer, member.name()),
                member.place().line(),
                member.place().column(),
                LintMessages.unknownKey(member.name(), keys),
                Topic.UNKNOWN_KEY.anchor()));
      }
    }
    return true;
  }

  private @Nullable String text(ObjectNode object, String key, String pointer) {
    Node node = object.get(key);
    if (node instanceof TextNode text) {
      return text.text();
    }
    if (node == null) {
      report(pointer, object, Topic.MISSING_KEY, LintMessages.missing(key));
    } else {
      report(pointer + "/" + key, node, Topic.WRONG_VALUE, LintMessages.noText(key, node));
    }
    return null;
  }

  private void report(String pointer, Node at, Topic topic, String message) {
    problems.add(
        new PolicyProblem(
            pointer, at.place().line(), at.place().column(), message, topic.anchor()));
  }
}
