package dev.mcppolicy.analysis;

import dev.mcppolicy.analysis.Draft.Kind;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.store.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Compares the limits of two entries of one key, and how many calls they let fly at once. */
final class LimitComparer {

  private final ToolEntry older;
  private final ToolEntry newer;
  private final String who;
  private final Set<String> shared;
  private final List<Draft> drafts;

  LimitComparer(
      ToolEntry older, ToolEntry newer, String who, Set<String> shared, List<Draft> drafts) {
    this.older = older;
    this.newer = newer;
    this.who = who;
    this.shared = shared;
    this.drafts = drafts;
  }

  void compare() {
    List<LimitRule> before = new ArrayList<>(older.limits());
    List<LimitRule> after = new ArrayList<>(newer.limits());
    match(before, after, (a, b) -> Normal.of(a, shared).equals(Normal.of(b, shared)));
    match(before, after, (a, b) -> sameCounter(a, b) && a.window().equals(b.window()));
    match(before, after, this::sameCounter);
    match(before, after, (a, b) -> a.window().equals(b.window()));
    before.forEach(limit -> change(Kind.OPEN, limit, null));
    after.forEach(limit -> change(Kind.NARROWING, null, limit));
    concurrency();
  }

  private boolean sameCounter(LimitRule a, LimitRule b) {
    return Normal.counter(a, shared).equals(Normal.counter(b, shared));
  }

  /** Takes pairs out of both lists, and says what differs in them. */
  private void match(
      List<LimitRule> before, List<LimitRule> after, BiPredicate<LimitRule, LimitRule> alike) {
    for (LimitRule old : List.copyOf(before)) {
      for (LimitRule now : after) {
        if (alike.test(old, now)) {
          before.remove(old);
          after.remove(now);
          pair(old, now);
          break;
        }
      }
    }
  }

  private void pair(LimitRule old, LimitRule now) {
    if (Normal.of(old, shared).equals(Normal.of(now, shared))) {
      if (!Objects.equals(old.onDeny(), now.onDeny())) {
        draft(Kind.TEXT, old.pointer(), now.pointer(), DiffMessages.onDeny(who));
      }
    } else {
      change(isStricter(old, now) ? Kind.NARROWING : Kind.OPEN, old, now);
    }
  }

  /** Says whether a limit surely denies whatever another denies, and spends as much. */
  private boolean isStricter(LimitRule old, LimitRule now) {
    Path from = old.amountFrom();
    boolean spendsMore =
        from == null
            ? now.amountFrom() == null && now.amount().compareTo(old.amount()) >= 0
            : from.equals(now.amountFrom());
    return sameCounter(old, now)
        && countsMore(old.window(), now.window())
        && now.max().compareTo(old.max()) <= 0
        && now.refund().compareTo(old.refund()) >= 0
        && spendsMore;
  }

  private static boolean countsMore(Window old, Window now) {
    if (old instanceof Window.Sliding before && now instanceof Window.Sliding after) {
      return after.length().compareTo(before.length()) >= 0;
    }
    return old.equals(now) || (now instanceof Window.Lifetime && old instanceof Window.Sliding);
  }

  private void change(Kind kind, @Nullable LimitRule old, @Nullable LimitRule now) {
    draft(
        kind,
        old == null ? null : old.pointer(),
        now == null ? null : now.pointer(),
        DiffMessages.limit(who, old, now));
  }

  private void draft(
      Kind kind, @Nullable String oldPointer, @Nullable String newPointer, String sentence) {
    drafts.add(new Draft(kind, older.key(), oldPointer, newPointer, sentence, kind != Kind.TEXT));
  }

  private void concurrency() {
    Integer before = older.concurrency();
    Integer after = newer.concurrency();
    if (!Objects.equals(before, after)) {
      boolean fewer = after != null && (before == null || after < before);
      draft(
          fewer ? Kind.NARROWING : Kind.OPEN,
          older.pointer() + "/concurrency",
          newer.pointer() + "/concurrency",
          DiffMessages.concurrency(who, before, after));
    }
  }
}
