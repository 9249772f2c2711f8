package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Place;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.testing.CoverageItem.Stage;
import dev.mcppolicy.testing.RuleCoverage.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rules of a policy that tests can reach. */
final class CoverageItems {

  private final Map<String, CoverageItem> items = new LinkedHashMap<>();

  private CoverageItems() {}

  /** Returns the rules of a document that loads, by their pointers, as they stand. */
  static Map<String, CoverageItem> of(Node document) {
    CoverageItems found = new CoverageItems();
    found.policy((ObjectNode) document);
    return found.items;
  }

  private void policy(ObjectNode policy) {
    boolean shadow = isText(policy.get("mode"), "shadow");
    boolean listing = isText(policy.get("default"), "deny");
    for (Member member : policy.members()) {
      String pointer = Pointers.child("", member.name());
      switch (member.name()) {
        case "default" -> {
          if (listing) {
            add(pointer, member.place(), Kind.DENIES, Stage.NAME, shadow, true, false);
          }
        }
        case "hide" -> hide(pointer, member.value(), shadow);
        case "hide_denied" -> {
          if (member.value() instanceof BooleanNode flag && flag.value()) {
            add(pointer, member.place(), Kind.HIDES, Stage.NAME, shadow, true, false);
          }
        }
        case "definitions" -> definitions(pointer, (ObjectNode) member.value(), shadow);
        case "all_tools" -> entry(pointer, (ObjectNode) member.value(), shadow);
        case "tools" -> {
          for (Member tool : ((ObjectNode) member.value()).members()) {
            tool(Pointers.child(pointer, tool.name()), tool, listing, shadow);
          }
        }
        default -> {}
      }
    }
  }

  private void definitions(String pointer, ObjectNode changes, boolean shadow) {
    for (Member change : changes.members()) {
      if (isText(change.value(), "deny")) {
        String child = Pointers.child(pointer, change.name());
        add(child, change.place(), Kind.DENIES, Stage.DEFINITION, shadow, true, false);
      }
    }
  }

  private void hide(String pointer, Node names, boolean shadow) {
    int index = 0;
    for (Node name : ((ListNode) names).elements()) {
      String child = Pointers.child(pointer, index++);
      add(child, name.place(), Kind.HIDES, Stage.NAME, shadow, true, false);
    }
  }

  private void tool(String pointer, Member tool, boolean listing, boolean shadow) {
    ObjectNode entry = (ObjectNode) tool.value();
    if (listing && !isText(entry.get("action"), "deny")) {
      add(pointer, tool.place(), Kind.LISTS, Stage.NAME, shadow, false, true);
    }
    entry(pointer, entry, shadow);
  }

  private void entry(String pointer, ObjectNode entry, boolean documentInShadow) {
    boolean shadow = documentInShadow || isText(entry.get("mode"), "shadow");
    for (Member member : entry.members()) {
      String child = Pointers.child(pointer, member.name());
      Node value = member.value();
      switch (member.name()) {
        case "action" -> {
          if (isText(value, "deny")) {
            add(child, member.place(), Kind.DENIES, Stage.ACTION, shadow, true, false);
          } else if (isText(value, "require_approval")) {
            add(child, member.place(), Kind.ASKS, Stage.APPROVAL, shadow, true, false);
          }
        }
        case "allowed_args" ->
            add(child, member.place(), Kind.DENIES, Stage.ARGUMENTS, shadow, true, true);
        case "validate_args" -> {
          if (!(value instanceof BooleanNode flag) || flag.value()) {
            add(child, member.place(), Kind.DENIES, Stage.SCHEMA, shadow, true, true);
          }
        }
        case "require" -> each(child, value, Kind.DENIES, Stage.REQUIRE, shadow);
        case "deny_if" -> each(child, value, Kind.DENIES, Stage.DENY_IF, shadow);
        case "approve_if" -> each(child, value, Kind.ASKS, Stage.APPROVAL, shadow);
        case "limits" -> each(child, value, Kind.DENIES, Stage.LIMITS, shadow);
        case "rate_limit", "concurrency" ->
            add(child, member.place(), Kind.DENIES, Stage.LIMITS, shadow, true, true);
        default -> {}
      }
    }
  }

  private void each(String pointer, Node list, Kind kind, Stage stage, boolean shadow) {
    int index = 0;
    for (Node one : ((ListNode) list).elements()) {
      add(Pointers.child(pointer, index++), one.place(), kind, stage, shadow, true, true);
    }
  }

  private void add(
      String pointer,
      Place place,
      Kind kind,
      Stage stage,
      boolean shadow,
      boolean restricts,
      boolean passes) {
    items.put(pointer, new CoverageItem(pointer, place, kind, stage, shadow, restricts, passes));
  }

  static boolean isText(@Nullable Node node, String text) {
    return node instanceof TextNode one && one.text().equals(text);
  }
}
