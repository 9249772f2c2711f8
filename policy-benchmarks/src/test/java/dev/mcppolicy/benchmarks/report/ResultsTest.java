package dev.mcppolicy.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static Reading reading(String id, String section, int round, Double... samples) {
    return new Reading(id, section, round, List.of(samples), "ns", null);
  }

  @Test
  void aFigureIsTheMedianOfTheRoundsAndTheirEnds() {
    Results results =
        new Results(
            List.of(
                reading("x", "s", 1, 9.0, 10.0, 50.0),
                reading("x", "s", 2, 30.0),
                reading("x", "s", 3, 20.0)));

    assertThat(results.figure("x")).contains(new Figure(20, 10, 30));
    assertThat(results.figure("y")).isEmpty();
  }

  @Test
  void whatWasMeasuredOnceIsTheMedianOfItsSamples() {
    Results results =
        new Results(
            List.of(reading("a", "s", 1, 10.0, 90.0, 5.0), reading("x", "s", 1, 20.0, 60.0, 30.0)));

    assertThat(results.figure("x")).contains(new Figure(30, 20, 60));
    assertThat(results.ratio("x", "a")).contains(new Figure(3, 2, 6));
  }

  @Test
  void theMedianOfTwoIsBetweenThem() {
    assertThat(Figure.of(List.of(3.0, 1.0))).isEqualTo(new Figure(2, 1, 3));
  }

  @Test
  void noSamplesAreNoReading() {
    assertThatThrownBy(() -> reading("x", "s", 1)).hasMessage("samples must not be empty: x");
    assertThatThrownBy(() -> Figure.of(List.of())).hasMessage("values must not be empty");
  }

  @Test
  void aRatioIsOfOneRoundAndOfOneSection() {
    Results results =
        new Results(
            List.of(
                reading("a", "other", 1, 1.0),
                reading("a", "s", 1, 10.0),
                reading("a", "s", 2, 20.0),
                reading("x", "s", 1, 30.0),
                reading("x", "s", 2, 40.0)));

    assertThat(results.ratio("x", "a")).contains(new Figure(2.5, 2, 3));
  }

  @Test
  void aRatioToWhatWasMeasuredInAnotherSectionIsOfTheSameRoundStill() {
    Results results =
        new Results(
            List.of(
                reading("a", "other", 1, 10.0),
                reading("x", "s", 1, 30.0),
                reading("x", "s", 2, 1_000.0)));

    assertThat(results.ratio("x", "a")).contains(new Figure(3, 3, 3));
    assertThat(results.ratio("x", "nothing")).isEmpty();
  }

  @Test
  void bytesAreTheLeastOfAllRounds() {
    Results results =
        new Results(
            List.of(
                new Reading("x", "s", 1, List.of(1.0), "ns", 24.5),
                new Reading("x", "s", 2, List.of(1.0), "ns", 24.1),
                new Reading("x", "s", 3, List.of(1.0), "ns", null)));

    assertThat(results.bytes("x")).contains(24.1);
    assertThat(results.bytes("y")).isEmpty();
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertThat(Numbers.shown(0)).isEqualTo("0");
    assertThat(Numbers.shown(0.00001)).isEqualTo("0");
    assertThat(Numbers.shown(0.12345)).isEqualTo("0.123");
    assertThat(Numbers.shown(7.8)).isEqualTo("7.8");
    assertThat(Numbers.shown(99.96)).isEqualTo("100");
    assertThat(Numbers.shown(1_234_567.8)).isEqualTo("1,234,568");
    assertThat(Numbers.shown(Double.NaN)).isEqualTo("?");
    assertThat(Numbers.shown(new Figure(2, 1, 3))).isEqualTo("2 (1–3)");
    assertThat(Numbers.shown(new Figure(2, 2, 2))).isEqualTo("2");
  }
}
