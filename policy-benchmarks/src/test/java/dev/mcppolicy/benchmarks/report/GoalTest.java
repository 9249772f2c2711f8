package dev.mcppolicy.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.benchmarks.report.Goal.Bound;
import dev.mcppolicy.benchmarks.report.Goal.Bound.Kind;
import dev.mcppolicy.benchmarks.report.Goal.Outcome;
import dev.mcppolicy.benchmarks.report.Goal.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {

  private static Results results(double first, double second, double third) {
    return new Results(
        List.of(
            new Reading("Anchor.lookUpAndCount", "s", 1, List.of(10.0), "ns", 0.0),
            new Reading("Anchor.lookUpAndCount", "s", 2, List.of(10.0), "ns", 0.0),
            new Reading("Anchor.lookUpAndCount", "s", 3, List.of(10.0), "ns", 0.0),
            new Reading("x", "s", 1, List.of(first), "ns", 24.01),
            new Reading("x", "s", 2, List.of(second), "ns", 24.3),
            new Reading("x", "s", 3, List.of(third), "ns", 30.0)));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 30, 40, 4, REACHED",
    "20, 30, 41, 4, BARELY",
    "20, 41, 42, 4, MISSED",
    "NaN, NaN, NaN, 4, MISSED"
  })
  void theMedianDecidesAndTheRoundsAreTold(
      double first, double second, double third, double most, Outcome outcome) {
    Bound bound = new Bound(Kind.RATIO, "Anchor.lookUpAndCount", null, most);

    assertThat(bound.judge("x", results(first, second, third)).outcome()).isEqualTo(outcome);
  }

  @Test
  void aVerdictSaysWhatIsAllowedAndWhatIs() {
    Results results = results(20, 30, 40);

    assertThat(new Bound(Kind.RATIO, "Anchor.lookUpAndCount", null, 2).judge("x", results))
        .isEqualTo(new Verdict("≤ 2 × A", "3 (2–4)", Outcome.MISSED));
    assertThat(new Bound(Kind.BYTES, null, null, 24.5).judge("x", results))
        .isEqualTo(new Verdict("≤ 24.5 B", "24 B", Outcome.REACHED));
    assertThat(new Bound(Kind.VALUE, null, null, 25).judge("x", results))
        .isEqualTo(new Verdict("≤ 25 ns", "30 (20–40) ns", Outcome.MISSED));
  }

  @Test
  void aCollectorsCrumbsAreNoBytes() {
    assertThat(
            new Bound(Kind.BYTES, null, null, 0).judge("Anchor.lookUpAndCount", results(1, 1, 1)))
        .isEqualTo(new Verdict("≤ 0 B", "0 B", Outcome.REACHED));
    assertThat(new Bound(Kind.BYTES, null, null, 24).judge("x", bytes(24.4)))
        .isEqualTo(new Verdict("≤ 24 B", "24 B", Outcome.REACHED));
    assertThat(new Bound(Kind.BYTES, null, null, 24).judge("x", bytes(24.6)))
        .isEqualTo(new Verdict("≤ 24 B", "25 B", Outcome.MISSED));
  }

  private static Results bytes(double bytes) {
    return new Results(List.of(new Reading("x", "s", 1, List.of(1.0), "ns", bytes)));
  }

  @Test
  void whatWasNotMeasuredIsNeitherReachedNorMissed() {
    assertThat(new Bound(Kind.RATIO, "y", null, 2).judge("x", results(1, 1, 1)).outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
    assertThat(new Bound(Kind.BYTES, null, null, 2).judge("y", results(1, 1, 1)).outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
  }

  @Test
  void whatIsAddedIsComparedWithWhatAnAnchorAddsInTheSameRound() {
    Results results =
        new Results(
            List.of(
                reading("bare", 1, 100),
                reading("anchor", 1, 300),
                reading("x", 1, 101),
                reading("bare", 2, 200),
                reading("anchor", 2, 600),
                reading("x", 2, 208)));
    Bound bound = new Bound(Kind.ADDED, "anchor", "bare", 0.0125);

    assertThat(bound.judge("x", results))
        .isEqualTo(
            new Verdict("≤ 0.0125 × what `anchor` adds", "0.0125 (0.005–0.02)", Outcome.BARELY));
    assertThat(bound.judge("y", results).outcome()).isEqualTo(Outcome.NOT_MEASURED);
    assertThat(new Bound(Kind.ADDED, "y", "bare", 1).judge("x", results).outcome())
        .isEqualTo(Outcome.NOT_MEASURED);
  }

  @Test
  void nothingIsSmallBesideAnAnchorThatAddsNothing() {
    Results results =
        new Results(List.of(reading("bare", 1, 100), reading("anchor", 1, 99), reading("x", 1, 5)));

    assertThat(new Bound(Kind.ADDED, "anchor", "bare", 1).judge("x", results).outcome())
        .isEqualTo(Outcome.MISSED);
  }

  private static Reading reading(String id, int round, double value) {
    return new Reading(id, "s", round, List.of(value), "ns", null);
  }

  @Test
  void whatIsComparedNeedsAnAnchorAndNothingElseHasOne() {
    String message =
        "of stands with what is compared, over with what is added, and neither with the rest";

    assertThatThrownBy(() -> new Bound(Kind.RATIO, null, null, 1)).hasMessage(message);
    assertThatThrownBy(() -> new Bound(Kind.BYTES, "x", null, 1)).hasMessage(message);
    assertThatThrownBy(() -> new Bound(Kind.RATIO, "x", "y", 1)).hasMessage(message);
    assertThatThrownBy(() -> new Bound(Kind.ADDED, "x", null, 1)).hasMessage(message);
    assertThatThrownBy(() -> new Bound(Kind.ADDED, null, "y", 1)).hasMessage(message);
  }
}
