package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes within one predicate after which it stops fewer calls. Under {@code require} that are
 * those after which its conditions hold more often; under {@code deny_if} and {@code approve_if}
 * those after which they hold less often.
 */
final class Loosening {

  private static final Set<String> YES_LISTS =
      Set.of("in", "starts_with", "ends_with", "within", "host_in");
  private static final Set<String> NO_LISTS = Set.of("not_in", "not_within", "host_not_in");

  /** What {@code lt}, {@code lte}, {@code gt} and {@code gte} become to hold a bit more often. */
  private static final Map<String, String> WIDER = Map.of("lt", "lte", "gt", "gte");

  /** What they become to hold a bit less often. */
  private static final Map<String, String> NARROWER = Map.of("lte", "lt", "gte", "gt");

  private final boolean holdMore;
  private final Weakenings out;
  private final String rule;

  Loosening(boolean holdMore, Weakenings out, String rule) {
    this.holdMore = holdMore;
    this.out = out;
    this.rule = rule;
  }

  /** Loosens a list of conditions that all have to hold. */
  void all(Node conditions, String pointer) {
    parts(conditions, pointer, holdMore);
  }

  private void parts(Node conditions, String pointer, boolean droppable) {
    List<Node> parts = ((ListNode) conditions).elements();
    for (int i = 0; i < parts.size(); i++) {
      Node part = parts.get(i);
      String child = Pointers.child(pointer, i);
      if (droppable && parts.size() > 1 && !standsTwice(part, parts)) {
        out.removing(rule, child, part.place(), MutationMessages.noCondition());
      }
      condition((ObjectNode) part, child);
    }
  }

  private void condition(ObjectNode condition, String pointer) {
    Node any = condition.get("any");
    Node all = condition.get("all");
    if (any != null) {
      parts(any, Pointers.child(pointer, "any"), !holdMore);
    } else if (all != null) {
      parts(all, Pointers.child(pointer, "all"), holdMore);
    } else if (condition.get("op") instanceof TextNode op) {
      comparison(condition, op.text(), pointer);
    }
  }

  private void comparison(ObjectNode condition, String op, String pointer) {
    Node value = condition.get("value");
    if (value instanceof NumberNode number) {
      if (op.startsWith("length_")) {
        length(number, op, pointer);
      } else if (op.startsWith("lt") || op.startsWith("gt")) {
        order(number, op, pointer);
      }
    } else if (value instanceof ListNode list && (holdMore ? NO_LISTS : YES_LISTS).contains(op)) {
      elements(list, op, Pointers.child(pointer, "value"));
    }
  }

  private void order(NumberNode number, String op, String pointer) {
    String other = (holdMore ? WIDER : NARROWER).get(op);
    BigDecimal value = number.value();
    if (other != null) {
      String at = Pointers.child(pointer, "op");
      String message = message(op, number.token(), other, number.token(), number.token());
      out.replacing(rule, at, number.place(), message, Node.of(other));
      return;
    }
    boolean up = holdMore == op.startsWith("lt");
    BigDecimal step = Weakenings.unit(value);
    BigDecimal moved = up ? value.add(step) : value.subtract(step);
    shift(number, op, pointer, moved);
  }

  private void length(NumberNode number, String op, String pointer) {
    boolean up = holdMore == op.equals("length_lte");
    BigDecimal moved = number.value().add(up ? BigDecimal.ONE : BigDecimal.ONE.negate());
    if (moved.signum() >= 0) {
      shift(number, op, pointer, moved);
    }
  }

  private void shift(NumberNode number, String op, String pointer, BigDecimal moved) {
    String to = moved.toPlainString();
    String noticed = holdMore || op.equals("lt") || op.equals("gt") ? to : number.token();
    String message = message(op, number.token(), op, to, lengthOf(op) + noticed);
    out.replacing(rule, Pointers.child(pointer, "value"), number.place(), message, Node.of(moved));
  }

  private static String lengthOf(String op) {
    return op.startsWith("length_") ? "a length of " : "";
  }

  private static String message(
      String op, String value, String otherOp, String other, String noticed) {
    return MutationMessages.comparison(op + " " + value, otherOp + " " + other, noticed);
  }

  private void elements(ListNode list, String op, String pointer) {
    List<Node> elements = list.elements();
    for (int i = 0; i < elements.size(); i++) {
      Node element = elements.get(i);
      if (elements.size() > 1
          && !standsTwice(element, elements)
          && elements.stream().noneMatch(other -> other != element && covers(op, other, element))) {
        String shown = TestingMessages.shortened(Documents.compact(element));
        out.removing(
            rule, Pointers.child(pointer, i), element.place(), MutationMessages.noElement(shown));
      }
    }
  }

  /** Says whether one element surely stands for all that another does. */
  private static boolean covers(String op, Node one, Node other) {
    if (!(one instanceof TextNode text && other instanceof TextNode within)) {
      return false;
    }
    return switch (op) {
      case "starts_with" -> within.text().startsWith(text.text());
      case "ends_with" -> within.text().endsWith(text.text());
      case "within", "not_within" ->
          within.text().startsWith(text.text().endsWith("/") ? text.text() : text.text() + "/")
              && !within.text().contains("..");
      case "host_in", "host_not_in" ->
          text.text().startsWith("*.") && within.text().endsWith(text.text().substring(1));
      default -> false;
    };
  }

  static boolean standsTwice(Node one, List<Node> among) {
    String print = Documents.compact(one);
    return among.stream().filter(other -> Documents.compact(other).equals(print)).count() > 1;
  }
}
