package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.document.Windows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The changes of limits and concurrency after which they stop fewer calls. */
final class LimitLoosening {

  /** Always has room, and is nobody's counter. */
  private static final Node NO_LIMIT =
      Node.of(Map.of("window", "second", "max", 0, "amount", 0, "scope", "global"));

  private static final Duration WEEK = Duration.ofDays(7);

  private final ObjectNode policy;
  private final Weakenings out;

  LimitLoosening(ObjectNode policy, Weakenings out) {
    this.policy = policy;
    this.out = out;
  }

  /** Loosens what stands at one key of an entry. */
  void member(ObjectNode entry, Member member, String pointer) {
    switch (member.name()) {
      case "limits" -> {
        List<Node> limits = ((ListNode) member.value()).elements();
        for (int i = 0; i < limits.size(); i++) {
          ObjectNode limit = (ObjectNode) limits.get(i);
          if (!isZero(limit.get("amount")) && !isUnreachable(limit, entry)) {
            limit(limit, Pointers.child(pointer, i));
          }
        }
      }
      case "rate_limit" -> rate(member, pointer);
      default -> concurrency(member, pointer);
    }
  }

  private void limit(ObjectNode limit, String pointer) {
    out.dropping(pointer, limit.place(), MutationMessages.noLimit(), NO_LIMIT);
    if (limit.get("max") instanceof NumberNode max) {
      BigDecimal step =
          limit.get("amount") instanceof NumberNode amount
              ? amount.value()
              : hasAmountFrom(limit) ? Weakenings.unit(max.value()) : BigDecimal.ONE;
      raise(pointer, max, step);
      if (max.value().signum() > 0) {
        shorten(limit, pointer);
      }
    }
    Member scope = limit.member("scope");
    if (scope != null && CoverageItems.isText(scope.value(), "global")) {
      out.replacing(
          pointer,
          Pointers.child(pointer, "scope"),
          scope.place(),
          MutationMessages.narrowerScope(),
          Node.of("grant"));
    }
    Member refund = limit.member("refund");
    if (refund != null && CoverageItems.isText(refund.value(), "never")) {
      out.replacing(
          pointer,
          Pointers.child(pointer, "refund"),
          refund.place(),
          MutationMessages.moreRefunds(),
          Node.of("error"));
    }
  }

  private static boolean hasAmountFrom(ObjectNode limit) {
    return limit.get("amount_from") != null || limit.get("increment_from") != null;
  }

  private void raise(String pointer, NumberNode max, BigDecimal step) {
    BigDecimal raised = max.value().add(step);
    out.replacing(
        pointer,
        Pointers.child(pointer, "max"),
        max.place(),
        MutationMessages.higherMax(max.token(), raised.toPlainString()),
        Node.of(raised));
  }

  private void shorten(ObjectNode limit, String pointer) {
    Node window = limit.get("window");
    if (window == null) {
      return;
    }
    Duration length =
        CoverageItems.isText(window, "lifetime")
            ? WEEK.plus(WEEK)
            : Windows.length(window).orElse(Duration.ZERO);
    Duration half = length.dividedBy(2);
    if (!half.isZero()) {
      out.replacing(
          pointer,
          Pointers.child(pointer, "window"),
          window.place(),
          MutationMessages.shorterWindow(shown(window), half.toString()),
          Node.of(half.toString()));
    }
  }

  private static String shown(Node window) {
    return window instanceof TextNode text ? text.text() : Documents.compact(window) + " seconds";
  }

  /** A rate is read as a limit, and changed as one, in the form that is an object. */
  private void rate(Member member, String pointer) {
    out.dropping(pointer, member.place(), MutationMessages.noLimit(), null);
    Node max;
    Node window;
    if (member.value() instanceof TextNode text) {
      int slash = text.text().indexOf('/');
      max = Node.of(new BigDecimal(text.text().substring(0, slash)));
      window = Node.of(text.text().substring(slash + 1));
    } else {
      ObjectNode object = (ObjectNode) member.value();
      max = Objects.requireNonNull(object.get("max"), "max");
      window = Objects.requireNonNull(object.get("window"), "window");
    }
    BigDecimal most = ((NumberNode) max).value();
    BigDecimal more = most.add(BigDecimal.ONE);
    rate(
        member,
        pointer,
        MutationMessages.higherMax(most.toPlainString(), more.toPlainString()),
        Node.of(more),
        window);
    long seconds = Windows.length(window).orElse(Duration.ZERO).dividedBy(2).toSeconds();
    if (seconds > 0 && most.signum() > 0) {
      String shorter = Duration.ofSeconds(seconds).toString();
      rate(
          member,
          pointer,
          MutationMessages.shorterWindow(shown(window), shorter),
          max,
          Node.of(seconds));
    }
  }

  private void rate(Member member, String pointer, String message, Node max, Node window) {
    Map<String, @Nullable Object> rate = new LinkedHashMap<>();
    rate.put("max", max.toPlain());
    rate.put("window", window.toPlain());
    out.replacing(pointer, pointer, member.place(), message, Node.of(rate));
  }

  private void concurrency(Member member, String pointer) {
    out.dropping(pointer, member.place(), MutationMessages.anyInFlight(), null);
    BigDecimal max = ((NumberNode) member.value()).value();
    BigDecimal more = max.add(BigDecimal.ONE);
    out.replacing(
        pointer,
        pointer,
        member.place(),
        MutationMessages.moreInFlight(max.toPlainString(), more.toPlainString()),
        Node.of(more));
  }

  /**
   * Says whether a limit surely never denies alone: another of the same entry, or of {@code
   * all_tools}, counts the same in the same windows and has no more room.
   */
  private boolean isUnreachable(ObjectNode limit, ObjectNode entry) {
    if (limit.get("counter") != null || limit.get("per") != null) {
      return false;
    }
    return isBelow(limit, entry)
        || (policy.get("all_tools") instanceof ObjectNode all
            && !all.equals(entry)
            && all.get("mode") == null
            && isBelow(limit, all));
  }

  private static boolean isBelow(ObjectNode limit, ObjectNode entry) {
    if (!(entry.get("limits") instanceof ListNode limits)) {
      return false;
    }
    for (Node one : limits.elements()) {
      if (one.equals(limit)) {
        return false; // of two that are equal, the later is the one too many
      }
      ObjectNode other = (ObjectNode) one;
      if (other.get("per") == null
          && sameWindow(limit, other)
          && limit.get("max") instanceof NumberNode max
          && other.get("max") instanceof NumberNode otherMax
          && otherMax.value().compareTo(max.value()) <= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameWindow(ObjectNode one, ObjectNode other) {
    return List.of("window", "align", "zone", "scope", "amount", "amount_from", "refund").stream()
        .allMatch(key -> print(one.get(key)).equals(print(other.get(key))));
  }

  private static String print(@Nullable Node node) {
    return node == null ? "" : Documents.compact(node);
  }

  private static boolean isZero(@Nullable Node number) {
    return number instanceof NumberNode one && one.value().signum() == 0;
  }
}
