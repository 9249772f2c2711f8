package dev.mcppolicy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be asked of a store at all. */
class ChargeTest {

  @Test
  void chargeHasAQuota() {
    assertThatThrownBy(() -> Charges.call("calls", "alice"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quotas must not be empty");
  }

  @Test
  void amountThatWouldFillTheMemoryIsRefused() {
    Quota quota = Charges.lifetime(1);
    Charges.spend("1e999", "spend", "alice", quota);
    Charges.spend("1e-1000", "spend", "alice", quota);
    for (String amount : List.of("1e1000", "1e-1001", "1e2147483647", "1e-2147483647")) {
      assertThatThrownBy(() -> Charges.spend(amount, "spend", "alice", quota))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "amount must have at most 1000 digits before and after its point: ");
    }
  }

  @Test
  void listsAreCopied() {
    List<Quota> quotas = new ArrayList<>(List.of(Charges.lifetime(1)));
    Charge charge = new Charge(Charges.id("calls"), "alice", Amount.ONE, quotas);
    List<String> per = new ArrayList<>(List.of("args.id"));
    CounterId id = new CounterId("calls", "grant", per);
    quotas.clear();
    per.clear();
    assertThat(charge.quotas()).hasSize(1);
    assertThat(id.per()).containsExactly("args.id");
  }

  @Test
  void windowsAreLongerThanZero() {
    for (Duration length : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(-7))) {
      assertThatThrownBy(() -> new Window.Sliding(length))
          .hasMessage("length must be longer than zero: " + length);
      assertThatThrownBy(() -> new Window.Calendar(length, ZoneOffset.UTC))
          .hasMessage("length must be longer than zero: " + length);
      assertThat(Window.Calendar.dividesADay(length)).isFalse();
    }
  }

  @Test
  void calendarWindowsDivideADayOrAreAWeek() {
    for (String length : List.of("PT1S", "PT15M", "PT24H", "P7D", "PT0.000000001S")) {
      new Window.Calendar(Duration.parse(length), ZoneOffset.UTC);
    }
    for (String length : List.of("PT7S", "PT5H", "P2D", "P14D", "PT48H", "P106751991D")) {
      assertThatThrownBy(() -> new Window.Calendar(Duration.parse(length), ZoneOffset.UTC))
          .hasMessage("length must be a week or divide a day: " + Duration.parse(length));
    }
  }

  @Test
  void momentSaysWhetherItKnowsTheTimeOfDay() {
    assertThat(Moment.elapsed(7).hasWall()).isFalse();
    assertThatThrownBy(() -> Moment.elapsed(7).wall())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this moment was read without a wall clock");
    assertThat(Moment.of(7, Instant.EPOCH).hasWall()).isTrue();
    assertThat(Moment.of(7, Instant.EPOCH).wall()).isEqualTo(Instant.EPOCH);
  }
}
