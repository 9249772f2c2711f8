package dev.mcppolicy.analysis;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.analysis.Draft.Kind;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.DefinitionRules;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two policies entry by entry. A difference counts as narrowing only if this is proved:
 * whatever the counters hold, the new policy lets no call through that the old one denies, and
 * takes at least as much from every counter.
 */
final class Comparer {

  private static final String ANY = "*";

  /** What no counter makes different. */
  private static final Set<Kind> KNOWN = EnumSet.of(Kind.LISTING, Kind.FREED);

  private final PolicyModel older;
  private final PolicyModel newer;
  private final List<Draft> drafts = new ArrayList<>();

  private Comparer(PolicyModel older, PolicyModel newer) {
    this.older = older;
    this.newer = newer;
  }

  static List<Draft> compare(PolicyModel older, PolicyModel newer) {
    Comparer comparer = new Comparer(older, newer);
    comparer.document();
    comparer.hide();
    comparer.entries();
    comparer.drafts.addAll(FreedRequests.between(older, newer));
    return comparer.settled();
  }

  /** Weakens what isn't proved where rules in shadow spend what enforced ones count. */
  private List<Draft> settled() {
    if (older.shadow() && newer.shadow()) {
      return drafts.stream().map(draft -> as(draft, Kind.TEXT)).toList();
    }
    if (older.shadow()) {
      return drafts.stream()
          .map(draft -> draft.kind() == Kind.OPEN ? as(draft, Kind.NARROWING) : draft)
          .toList();
    }
    boolean shadow = newer.shadow() || hasShadow(older) || hasShadow(newer);
    boolean tangled = shadow && (counts(older) || counts(newer));
    return tangled
        ? drafts.stream()
            .map(draft -> KNOWN.contains(draft.kind()) ? draft : as(draft, Kind.OPEN))
            .toList()
        : drafts;
  }

  private static boolean hasShadow(PolicyModel model) {
    return Suspicions.entries(model).stream().anyMatch(ToolEntry::shadow);
  }

  private static boolean counts(PolicyModel model) {
    return Suspicions.entries(model).stream()
        .anyMatch(entry -> !entry.limits().isEmpty() || entry.concurrency() != null);
  }

  private static Draft as(Draft draft, Kind kind) {
    return new Draft(
        kind,
        draft.key(),
        draft.oldPointer(),
        draft.newPointer(),
        draft.sentence(),
        draft.counts());
  }

  private void add(Kind kind, String key, String pointer, String sentence) {
    drafts.add(new Draft(kind, key, pointer, pointer, sentence, false));
  }

  private void document() {
    if (older.shadow() != newer.shadow()) {
      boolean enforced = older.shadow();
      add(enforced ? Kind.NARROWING : Kind.OPEN, ANY, "", DiffMessages.mode(enforced));
    }
    if (older.allowByDefault() != newer.allowByDefault()) {
      boolean allows = newer.allowByDefault();
      add(allows ? Kind.OPEN : Kind.NARROWING, ANY, "/default", DiffMessages.byDefault(allows));
    }
    if (older.hideDenied() != newer.hideDenied()) {
      add(Kind.LISTING, ANY, "/hide_denied", DiffMessages.hideDenied(newer.hideDenied()));
    }
    definitions(older.definitions(), newer.definitions());
    boolean asks = asks(older) || asks(newer);
    int longer = newer.approvalTimeout().compareTo(older.approvalTimeout());
    if (asks && longer != 0) {
      add(
          longer > 0 ? Kind.OPEN : Kind.NARROWING,
          ANY,
          "/approvals/timeout",
          DiffMessages.timeout(older.approvalTimeout(), newer.approvalTimeout()));
    }
  }

  private void definitions(DefinitionRules before, DefinitionRules after) {
    String oldPointer = before.written() ? "/definitions" : null;
    String newPointer = after.written() ? "/definitions" : null;
    if (before.written() != after.written()) {
      addAt(
          after.written() ? Kind.NARROWING : Kind.OPEN,
          oldPointer,
          newPointer,
          DiffMessages.definitions(after.written()));
    }
    for (DefinitionChange change : DefinitionChange.values()) {
      boolean denies = after.denied().contains(change);
      if (denies != before.denied().contains(change)) {
        addAt(
            denies ? Kind.NARROWING : Kind.OPEN,
            before.named().contains(change) ? before.pointer(change) : oldPointer,
            after.named().contains(change) ? after.pointer(change) : newPointer,
            DiffMessages.definition(change, denies));
      }
    }
  }

  private void addAt(
      Kind kind, @Nullable String oldPointer, @Nullable String newPointer, String sentence) {
    drafts.add(new Draft(kind, ANY, oldPointer, newPointer, sentence, false));
  }

  private static boolean asks(PolicyModel model) {
    return Suspicions.entries(model).stream()
        .anyMatch(
            entry -> entry.action() == Action.REQUIRE_APPROVAL || !entry.approveIf().isEmpty());
  }

  private void hide() {
    for (int i = 0; i < newer.hide().size(); i++) {
      String name = newer.hide().get(i);
      if (older.hide().stream().noneMatch(old -> Globs.covers(old, name))
          && newer.hide().indexOf(name) == i) {
        String pointer = Pointers.child("/hide", i);
        drafts.add(
            new Draft(Kind.NARROWING, name, null, pointer, DiffMessages.hidden(name), false));
      }
    }
    for (int i = 0; i < older.hide().size(); i++) {
      String name = older.hide().get(i);
      if (newer.hide().stream().noneMatch(now -> Globs.covers(now, name))
          && older.hide().indexOf(name) == i) {
        String pointer = Pointers.child("/hide", i);
        drafts.add(new Draft(Kind.OPEN, name, pointer, null, DiffMessages.shown(name), false));
      }
    }
  }

  private void entries() {
    Map<String, ToolEntry> before = byKey(older);
    Map<String, ToolEntry> after = byKey(newer);
    Set<String> shared = new TreeSet<>(shared(older));
    shared.addAll(shared(newer));
    pair(older.allTools(), newer.allTools(), ANY, shared, "/all_tools");
    before.forEach(
        (key, entry) -> {
          ToolEntry now = after.get(key);
          if (now == null) {
            removed(entry);
          } else {
            pair(entry, now, key, shared, "");
          }
        });
    after.forEach(
        (key, entry) -> {
          if (!before.containsKey(key)) {
            added(entry);
          }
        });
  }

  private static Map<String, ToolEntry> byKey(PolicyModel model) {
    Map<String, ToolEntry> byKey = new LinkedHashMap<>();
    model.tools().forEach(entry -> byKey.put(entry.key(), entry));
    return byKey;
  }

  /** Returns the names of counters that several limits name. */
  private static Set<String> shared(PolicyModel model) {
    Map<String, Integer> uses = new HashMap<>();
    for (ToolEntry entry : Suspicions.entries(model)) {
      for (LimitRule limit : entry.limits()) {
        uses.merge(limit.counter().name(), 1, Integer::sum);
      }
    }
    Set<String> shared = new TreeSet<>();
    uses.forEach(
        (name, times) -> {
          if (times > 1) {
            shared.add(name);
          }
        });
    return shared;
  }

  private void pair(
      @Nullable ToolEntry before,
      @Nullable ToolEntry after,
      String key,
      Set<String> shared,
      String pointer) {
    if (before == null && after == null) {
      return;
    }
    ToolEntry old = before == null ? nothing(key, pointer) : before;
    ToolEntry now = after == null ? nothing(key, pointer) : after;
    String who = old.pointer().startsWith("/all_tools") ? DiffMessages.everyTool() : named(key);
    List<Draft> found = new EntryComparer(older, newer, old, now, who, shared).compare();
    boolean moot = isHidden(older, key) && isHidden(newer, key) && pointer.isEmpty();
    found.forEach(draft -> drafts.add(moot ? as(draft, Kind.TEXT) : draft));
  }

  private static ToolEntry nothing(String key, String pointer) {
    return new ToolEntry(
        pointer,
        key,
        Action.ALLOW,
        null,
        null,
        ArgumentCheck.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        false);
  }

  private static String named(String key) {
    return DiffMessages.named(key);
  }

  private static boolean isHidden(PolicyModel model, String key) {
    return !model.shadow() && model.hide().stream().anyMatch(hide -> Globs.covers(hide, key));
  }

  static boolean asksNothing(ToolEntry entry) {
    return !entry.shadow()
        && entry.action() == Action.ALLOW
        && entry.allowedArgs() == null
        && entry.argumentCheck() == ArgumentCheck.NONE
        && entry.require().isEmpty()
        && entry.denyIf().isEmpty()
        && entry.approveIf().isEmpty()
        && entry.limits().isEmpty()
        && entry.concurrency() == null;
  }

  private void added(ToolEntry entry) {
    boolean listed =
        older.allowByDefault()
            || older.tools().stream().anyMatch(old -> Globs.covers(old.key(), entry.key()));
    if (listed && asksNothing(entry)) {
      return;
    }
    boolean denied = entry.action() == Action.DENY && !entry.shadow();
    drafts.add(
        new Draft(
            listed || denied || isHidden(newer, entry.key()) ? Kind.NARROWING : Kind.OPEN,
            entry.key(),
            null,
            entry.pointer(),
            listed || denied
                ? DiffMessages.newRules(named(entry.key()))
                : DiffMessages.newlyListed(named(entry.key())),
            listed && (!entry.limits().isEmpty() || entry.concurrency() != null)));
  }

  private void removed(ToolEntry entry) {
    boolean listed =
        newer.allowByDefault()
            || newer.tools().stream().anyMatch(now -> Globs.covers(now.key(), entry.key()));
    if (listed && asksNothing(entry)) {
      return;
    }
    boolean unlisted =
        !newer.allowByDefault()
            && newer.tools().stream()
                .allMatch(now -> Globs.common(now.key(), entry.key()).isEmpty());
    boolean narrowing = unlisted || isHidden(newer, entry.key()) || asksNothing(entry);
    drafts.add(
        new Draft(
            narrowing ? Kind.NARROWING : Kind.OPEN,
            entry.key(),
            entry.pointer(),
            null,
            listed
                ? DiffMessages.noRules(named(entry.key()))
                : DiffMessages.noLongerListed(named(entry.key())),
            listed && (!entry.limits().isEmpty() || entry.concurrency() != null)));
  }
}
