package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Place;
import dev.mcppolicy.testing.RuleCoverage.Kind;
import dev.mcppolicy.testing.RuleCoverage.Seen;

/** One rule, and what was seen of it so far. */
final class CoverageItem {

  /** In which step of judging a rule is asked. */
  enum Stage {
    NAME,
    ACTION,
    DEFINITION,
    ARGUMENTS,
    SCHEMA,
    REQUIRE,
    DENY_IF,
    LIMITS,
    APPROVAL
  }

  private final String pointer;
  private final Place place;
  private final Kind kind;
  private final Stage stage;
  private final boolean shadow;
  private Seen restricts;
  private Seen passes;

  CoverageItem(
      String pointer,
      Place place,
      Kind kind,
      Stage stage,
      boolean shadow,
      boolean restricts,
      boolean passes) {
    this.pointer = pointer;
    this.place = place;
    this.kind = kind;
    this.stage = stage;
    this.shadow = shadow;
    this.restricts = restricts ? Seen.NEVER : Seen.NOTHING;
    this.passes = passes ? Seen.NEVER : Seen.NOTHING;
  }

  String pointer() {
    return pointer;
  }

  Stage stage() {
    return stage;
  }

  boolean shadow() {
    return shadow;
  }

  void restricted() {
    restricts = restricts == Seen.NOTHING ? restricts : Seen.YES;
  }

  void passed() {
    passes = passes == Seen.NOTHING ? passes : Seen.YES;
  }

  RuleCoverage seen() {
    return new RuleCoverage(pointer, place.line(), place.column(), kind, restricts, passes);
  }
}
