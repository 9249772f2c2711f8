package dev.mcppolicy.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time, against the JDK's reading of them. */
class WindowsTest {

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void aDurationIsReadAsTheJdkReadsIt(@ForAll("nearlyDurations") String text) {
    assertThat(Windows.duration(text)).isEqualTo(asTheJdk(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1",
        "P1D",
        "PT1D",
        "P1H",
        "P1M",
        "PT1M",
        "PT0S",
        "P0D",
        "PTS",
        "PD",
        "1D",
        "pt1s",
        "PT1s",
        "PT-1S",
        "PT+1S",
        "P999999999D",
        "PT999999999H",
        "P9999999999D",
        "P١D",
        "PT1H1M",
        "P1DT",
        "P1DT1S",
        "PT0.5S",
        "PT01S",
        "P000000001D",
        "PTT1S",
        "P 1D",
        "P1D ",
        "PT99999999999999999999S"
      })
  void soIsEachOfThese(String text) {
    assertThat(Windows.duration(text)).isEqualTo(asTheJdk(text));
  }

  @Provide
  Arbitrary<String> nearlyDurations() {
    Arbitrary<String> digits = Arbitraries.strings().withChars("0123456789").ofMaxLength(11);
    return Combinators.combine(
            Arbitraries.of("P", "PT", "P", "PT", "p", "", "T", "P-"),
            digits,
            Arbitraries.of("D", "H", "M", "S", "s", "W", "", "T", "D1"))
        .as((head, amount, unit) -> head + amount + unit);
  }

  private static Optional<Duration> asTheJdk(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(d -> !d.isNegative() && !d.isZero());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
