package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Place;
import dev.mcppolicy.internal.document.Pointers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All changes that make a policy let more pass, one at a time. What is dropped leaves something
 * behind that never denies, so that the pointers of all other rules stay what they are.
 *
 * <p>Left out is what provably changes nothing: what stands twice, what another name hides, and
 * what stands behind a denial that always comes first.
 */
final class Weakenings {

  /** Hides nothing: no tool that can be called has such a name. */
  private static final Node NO_NAME = Node.of("\u0000nothing\u0000");

  private static final Node ALWAYS = predicate(true);
  private static final Node NEVER = predicate(false);

  private final ObjectNode policy;
  private final List<Weakening> found = new ArrayList<>();
  private final List<NamePattern> hidden;

  private Weakenings(ObjectNode policy) {
    this.policy = policy;
    this.hidden =
        policy.get("hide") instanceof ListNode list ? NamePattern.of(texts(list)) : List.of();
  }

  /** Returns the weakenings of a document that loads, whole rules before their parts. */
  static List<Weakening> of(Node document) {
    Weakenings all = new Weakenings((ObjectNode) document);
    all.policy();
    return all.found;
  }

  /** Returns the smallest step by which a number as it is written can differ, at most 1. */
  static BigDecimal unit(BigDecimal value) {
    return BigDecimal.ONE.movePointLeft(Math.max(0, value.scale()));
  }

  private static Node predicate(boolean holds) {
    return Node.of(
        Map.of("conditions", List.of(Map.of("path", "tool.name", "op", "exists", "value", holds))));
  }

  private static List<String> texts(ListNode list) {
    return list.elements().stream().map(one -> ((TextNode) one).text()).toList();
  }

  // What may be changed

  void dropping(String pointer, Place place, String message, @Nullable Node instead) {
    Node changed =
        instead == null ? Edit.remove(policy, pointer) : Edit.replace(policy, pointer, instead);
    found.add(new Weakening(pointer, true, pointer, place, message, changed));
  }

  void removing(String rule, String pointer, Place place, String message) {
    found.add(new Weakening(rule, false, pointer, place, message, Edit.remove(policy, pointer)));
  }

  void replacing(String rule, String pointer, Place place, String message, Node value) {
    found.add(
        new Weakening(rule, false, pointer, place, message, Edit.replace(policy, pointer, value)));
  }

  // The rules

  private void policy() {
    for (Member member : policy.members()) {
      String pointer = Pointers.child("", member.name());
      switch (member.name()) {
        case "default" -> byDefault(member, pointer);
        case "hide" -> hide((ListNode) member.value(), pointer);
        case "hide_denied" -> hideDenied(member, pointer);
        case "definitions" -> definitions((ObjectNode) member.value(), pointer);
        case "all_tools" -> entry((ObjectNode) member.value(), pointer);
        case "tools" -> {
          for (Member tool : ((ObjectNode) member.value()).members()) {
            tool(tool, Pointers.child(pointer, tool.name()));
          }
        }
        default -> {}
      }
    }
  }

  private void definitions(ObjectNode changes, String pointer) {
    for (Member change : changes.members()) {
      if (CoverageItems.isText(change.value(), "deny")) {
        dropping(
            Pointers.child(pointer, change.name()),
            change.place(),
            MutationMessages.onlyReported(change.name()),
            Node.of("report"));
      }
    }
  }

  private void byDefault(Member member, String pointer) {
    boolean everyToolIsNamed = tools().stream().anyMatch(tool -> tool.name().equals("*"));
    if (deniesByDefault() && !everyToolIsNamed && hidden.stream().noneMatch(NamePattern::isAll)) {
      dropping(pointer, member.place(), MutationMessages.defaultAllows(), Node.of("allow"));
    }
  }

  private void hide(ListNode list, String pointer) {
    for (int i = 0; i < hidden.size(); i++) {
      NamePattern name = hidden.get(i);
      if (!hiddenByAnother(i) && !neverSeenAnyway(name)) {
        dropping(
            Pointers.child(pointer, i),
            list.elements().get(i).place(),
            MutationMessages.notHidden(name.pattern()),
            NO_NAME);
      }
    }
  }

  private boolean hiddenByAnother(int index) {
    NamePattern name = hidden.get(index);
    for (int i = 0; i < hidden.size(); i++) {
      NamePattern other = hidden.get(i);
      if (i != index
          && (other.isAll()
              || other.pattern().equals(name.pattern())
              || (!name.isGlob() && other.matches(name.pattern())))) {
        return true;
      }
    }
    return false;
  }

  /** Says whether a name would be denied and left out of lists even if it were not hidden. */
  private boolean neverSeenAnyway(NamePattern name) {
    return hidesDenied()
        && deniesByDefault()
        && !name.isGlob()
        && tools().stream().noneMatch(tool -> new NamePattern(tool.name()).matches(name.pattern()));
  }

  private void hideDenied(Member member, String pointer) {
    boolean somethingIsDenied =
        deniesByDefault() || tools().stream().anyMatch(tool -> isAction(tool, "deny"));
    if (hidesDenied() && somethingIsDenied && hidden.stream().noneMatch(NamePattern::isAll)) {
      dropping(pointer, member.place(), MutationMessages.deniedShown(), null);
    }
  }

  private void tool(Member tool, String pointer) {
    boolean hides =
        hidden.stream()
            .anyMatch(
                name ->
                    name.isAll()
                        || name.pattern().equals(tool.name())
                        || (!new NamePattern(tool.name()).isGlob() && name.matches(tool.name())));
    if (!hides) {
      entry((ObjectNode) tool.value(), pointer);
    }
  }

  private void entry(ObjectNode entry, String pointer) {
    Member action = entry.member("action");
    if (action != null && !CoverageItems.isText(action.value(), "allow")) {
      String written = ((TextNode) action.value()).text();
      dropping(
          Pointers.child(pointer, "action"),
          action.value().place(),
          MutationMessages.actionAllows(written),
          Node.of("allow"));
      if (written.equals("deny")) {
        return; // nothing of the entry is asked after that
      }
    }
    for (Member member : entry.members()) {
      String child = Pointers.child(pointer, member.name());
      switch (member.name()) {
        case "allowed_args" ->
            dropping(child, member.place(), MutationMessages.anyArgument(), null);
        case "validate_args" -> {
          if (!(member.value() instanceof BooleanNode flag) || flag.value()) {
            dropping(child, member.place(), MutationMessages.notValidated(), null);
          }
        }
        case "require" -> predicates(member, child, ALWAYS);
        case "deny_if", "approve_if" -> predicates(member, child, NEVER);
        case "limits", "rate_limit", "concurrency" ->
            new LimitLoosening(policy, this).member(entry, member, child);
        default -> {}
      }
    }
  }

  private void predicates(Member member, String pointer, Node instead) {
    List<Node> predicates = ((ListNode) member.value()).elements();
    for (int i = 0; i < predicates.size(); i++) {
      ObjectNode predicate = (ObjectNode) predicates.get(i);
      String rule = Pointers.child(pointer, i);
      if (standsTwice(predicate, predicates)) {
        continue;
      }
      dropping(rule, predicate.place(), MutationMessages.noPredicate(member.name()), instead);
      Node conditions = predicate.get("conditions");
      if (conditions != null) {
        new Loosening(instead == ALWAYS, this, rule)
            .all(conditions, Pointers.child(rule, "conditions"));
      }
    }
  }

  private static boolean standsTwice(ObjectNode predicate, List<Node> among) {
    String print = conditions(predicate);
    return among.stream().filter(other -> conditions(other).equals(print)).count() > 1;
  }

  private static String conditions(Node predicate) {
    Node conditions = ((ObjectNode) predicate).get("conditions");
    return conditions == null ? "" : Documents.compact(conditions);
  }

  // What else the policy says

  private List<Member> tools() {
    return policy.get("tools") instanceof ObjectNode tools ? tools.members() : List.of();
  }

  private boolean deniesByDefault() {
    return CoverageItems.isText(policy.get("default"), "deny");
  }

  private boolean hidesDenied() {
    return policy.get("hide_denied") instanceof BooleanNode flag && flag.value();
  }

  private static boolean isAction(Member tool, String action) {
    return CoverageItems.isText(((ObjectNode) tool.value()).get("action"), action);
  }
}
