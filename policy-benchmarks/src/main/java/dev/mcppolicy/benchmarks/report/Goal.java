package dev.mcppolicy.benchmarks.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What something measured has to be.
 *
 * @param what a few words for people
 * @param id what is measured
 * @param bounds what it must not exceed
 */
record Goal(String what, String id, List<Bound> bounds) {

  /** What came of a bound. */
  enum Outcome {
    REACHED("reached"),
    /** The median is within the bound, and not all of the rest. */
    BARELY("reached by the median only"),
    MISSED("**missed**"),
    NOT_MEASURED("not measured");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What a bound allows, what was measured, and what came of it. */
  record Verdict(String allowed, String measured, Outcome outcome) {}

  /**
   * One thing that must not be exceeded.
   *
   * @param kind what is compared
   * @param of the anchor that something is compared with; none for the other kinds
   * @param over what the two add to, if what they add is compared
   * @param most the most that is allowed
   */
  record Bound(Kind kind, @Nullable String of, @Nullable String over, double most) {

    /** What is compared. */
    enum Kind {
      /** The time, with that of an anchor. */
      RATIO,
      /** The time that is added to another, with what an anchor adds to it. */
      ADDED,
      /** The bytes that are allocated. */
      BYTES,
      /** The value itself. */
      VALUE
    }

    Bound {
      boolean compares = kind == Kind.RATIO || kind == Kind.ADDED;
      if ((of != null) != compares || (over != null) != (kind == Kind.ADDED)) {
        throw new IllegalArgumentException(
            "of stands with what is compared, over with what is added, and neither with the rest");
      }
    }

    /** Says whether this is about time, which neighbours on the machine change. */
    boolean isOfTime(String id, Results results) {
      return of != null || (kind == Kind.VALUE && results.unit(id).equals("ns"));
    }

    Verdict judge(String id, Results results) {
      return switch (kind) {
        case RATIO -> {
          String anchor = String.valueOf(of);
          yield verdict(results.ratio(id, anchor), "× " + Names.shown(anchor), "");
        }
        case ADDED -> {
          String anchor = String.valueOf(of);
          yield verdict(
              results.added(id, anchor, String.valueOf(over)),
              "× what " + Names.shown(anchor) + " adds",
              "");
        }
        case BYTES ->
            verdict(
                // Objects are multiples of eight bytes. A fraction of one is what the JVM and what
                // measures allocate now and then, shared out among all operations.
                results.bytes(id).map(bytes -> Figure.of(List.of(Math.floor(bytes + 0.5)))),
                "B",
                " B");
        case VALUE -> verdict(results.figure(id), results.unit(id), " " + results.unit(id));
      };
    }

    private Verdict verdict(Optional<Figure> measured, String unit, String ending) {
      String allowed = "≤ " + Numbers.shown(most) + " " + unit;
      return measured
          .map(figure -> new Verdict(allowed, Numbers.shown(figure) + ending, outcome(figure)))
          .orElse(new Verdict(allowed, "–", Outcome.NOT_MEASURED));
    }

    private Outcome outcome(Figure figure) {
      if (!(figure.median() <= most)) {
        return Outcome.MISSED;
      }
      return figure.most() <= most ? Outcome.REACHED : Outcome.BARELY;
    }
  }
}
