package dev.mcppolicy.analysis;

import org.jspecify.annotations.Nullable;

/**
 * A difference of two documents, before a call is looked for that shows it.
 *
 * @param kind what is proved of it
 * @param key the tools that it concerns, as a name or glob
 * @param oldPointer where it stands in the old policy, or null
 * @param newPointer where it stands in the new policy, or null
 * @param sentence what changes for whom
 * @param counts whether calls have to be repeated to show it
 */
record Draft(
    Kind kind,
    String key,
    @Nullable String oldPointer,
    @Nullable String newPointer,
    String sentence,
    boolean counts) {

  /** What is proved of a difference. */
  enum Kind {
    /** It may let calls through that were denied. */
    OPEN,
    /** It lets requests through that were judged, which no call of a tool shows. */
    FREED,
    /** It lets no call through that was denied. */
    NARROWING,
    /** It changes only which tools are listed. */
    LISTING,
    /** It changes nothing but words or records. */
    TEXT
  }

  Draft {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key must not be empty");
    }
  }

  /** Says whether a call is judged differently because of this, by the rule that denies it. */
  boolean explains(Witness witness) {
    boolean narrower = PolicyDiff.rank(witness.newer()) < PolicyDiff.rank(witness.older());
    String rule = narrower ? witness.newer().rule() : witness.older().rule();
    String pointer = narrower ? newPointer : oldPointer;
    return (pointer != null && (rule.equals(pointer) || rule.startsWith(pointer + "/")))
        || (rule.equals("/default")
            && pointer == null
            && isEntry(narrower ? oldPointer : newPointer));
  }

  private static boolean isEntry(@Nullable String pointer) {
    return pointer != null && pointer.startsWith("/tools/") && pointer.indexOf('/', 7) < 0;
  }
}
