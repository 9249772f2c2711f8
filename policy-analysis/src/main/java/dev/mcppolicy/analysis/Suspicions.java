package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Place;
import dev.mcppolicy.internal.model.PolicyModel;
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

  /** Returns where a pointer leads: to a key, or to an element of a list. */
  private Place place(String pointer) {
    Node node = document;
    Place place = node.place();
    String[] steps = pointer.split("/", -1);
    for (int i = 1; i < steps.length; i++) {
      String step = steps[i].replace("~1", "/").replace("~0", "~");
      if (node instanceof ObjectNode object) {
        Member member = object.member(step);
        if (member == null) {
          return place;
        }
        node = member.value();
        place = member.place();
      } else if (node instanceof ListNode list) {
        node = list.elements().get(Integer.parseInt(step));
        place = node.place();
      }
    }
    return place;
  }
}
