package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Place;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the findings of one policy, and finds their places. */
final class Suspicions {

  private final Node document;
  private final List<LintFinding> findings = new ArrayList<>();

  private Suspicions(Node document) {
    this.document = document;
  }

  /** Returns everything that is suspicious, in the order in which it stands in the document. */
  static List<LintFinding> of(Node document, PolicyModel model) {
    Suspicions suspicions = new Suspicions(document);
    PredicateChecks.run(model, suspicions);
    ComparisonChecks.run(model, suspicions);
    NameChecks.run(model, suspicions);
    LimitChecks.run(model, suspicions);
    return suspicions.findings.stream()
        .sorted(
            Comparator.comparingInt(LintFinding::line)
                .thenComparingInt(LintFinding::column)
                .thenComparing(LintFinding::rule))
        .toList();
  }

  /** Adds a finding. */
  void add(LintRule rule, String pointer, String message) {
    Place place = place(pointer);
    findings.add(new LintFinding(rule, pointer, place.line(), place.column(), message));
  }

  /** Returns all entries of a policy, {@code all_tools} first. */
  static List<ToolEntry> entries(PolicyModel model) {
    List<ToolEntry> entries = new ArrayList<>();
    if (model.allTools() != null) {
      entries.add(model.allTools());
    }
    entries.addAll(model.tools());
    return entries;
  }

  /** Says whether an entry applies wherever a narrower one does. */
  static boolean covers(PolicyModel model, ToolEntry wide, ToolEntry narrow) {
    ToolEntry all = model.allTools();
    return wide.equals(all) || (!narrow.equals(all) && Globs.covers(wide.key(), narrow.key()));
  }

  /** Returns what a pointer leads to, or the last of its parents that is there. */
  Node node(String pointer) {
    return follow(pointer).node();
  }

  /** Returns where a pointer leads: to a key, or to an element of a list. */
  private Place place(String pointer) {
    return follow(pointer).place();
  }

  private record Found(Node node, Place place) {}

  private Found follow(String pointer) {
    Node node = document;
    Place place = node.place();
    String[] steps = pointer.split("/", -1);
    for (int i = 1; i < steps.length; i++) {
      String step = steps[i].replace("~1", "/").replace("~0", "~");
      if (node instanceof ObjectNode object) {
        Member member = object.member(step);
        if (member == null) {
          return new Found(node, place);
        }
        node = member.value();
        place = member.place();
      } else if (node instanceof ListNode list) {
        node = list.elements().get(Integer.parseInt(step));
        place = node.place();
      }
    }
    return new Found(node, place);
  }
}
