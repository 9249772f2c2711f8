package dev.mcppolicy.audit;

import dev.mcppolicy.Code;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts why calls were denied, with room for so many reasons. Not thread-safe. */
final class ReasonTable {

  private final int room;
  private final Map<Key, Reason> reasons = new LinkedHashMap<>();
  private long others;

  private record Key(Code code, String rule) {}

  ReasonTable(int room) {
    this.room = room;
  }

  void count(AuditRecord.Decided decided) {
    decided
        .code()
        .ifPresent(code -> count(code, decided.rule(), Named.brief(decided.message()), 1, 0));
    decided.shadow().ifPresent(shadow -> count(shadow.code(), shadow.rule(), "", 0, 1));
  }

  private void count(Code code, String rule, String message, long denied, long nearly) {
    Key key = new Key(code, Named.of(rule));
    Reason known = reasons.get(key);
    if (known == null && reasons.size() >= room) {
      others++;
      return;
    }
    reasons.put(
        key,
        known == null
            ? new Reason(code, key.rule(), message, denied, nearly)
            : new Reason(
                code,
                key.rule(),
                known.message().isEmpty() ? message : known.message(),
                known.denied() + denied,
                known.nearlyDenied() + nearly));
  }

  List<Reason> reasons() {
    return reasons.values().stream()
        .sorted(
            Comparator.comparingLong((Reason reason) -> reason.denied() + reason.nearlyDenied())
                .reversed()
                .thenComparing(Reason::code)
                .thenComparing(Reason::rule))
        .toList();
  }

  /** Returns how many calls found no room. */
  long others() {
    return others;
  }
}
