package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's calendar windows start when somebody who watches the clock says so. */
class WallClockTest {

  private static final List<Integer> MINUTES = List.of(15, 90, 120, 1440, 10080);

  static List<String> zones() {
    return Vocabulary.ZONES;
  }

  @ParameterizedTest
  @MethodSource("zones")
  void windowsStartWhenTheClockShowsIt(String name) {
    ZoneId zone = ZoneId.of(name);
    for (String start : Vocabulary.STARTS) {
      Instant from = Instant.parse(start).minus(Duration.ofDays(2));
      Instant midnight = Instant.ofEpochSecond(from.getEpochSecond() / 86400 * 86400);
      List<LocalDateTime> shown = fiveDays(zone, midnight);
      for (int minutes : MINUTES) {
        check(zone, midnight, shown, minutes);
      }
    }
  }

  /** What the clock shows, minute by minute, from the minute before. */
  private static List<LocalDateTime> fiveDays(ZoneId zone, Instant from) {
    List<LocalDateTime> shown = new ArrayList<>();
    for (int i = -1; i < 5 * 1440; i++) {
      shown.add(LocalDateTime.ofInstant(from.plus(Duration.ofMinutes(i)), zone));
    }
    return shown;
  }

  private static void check(ZoneId zone, Instant from, List<LocalDateTime> watched, int minutes) {
    boolean weeks = minutes == 10080;
    WallClock clock = new WallClock(zone, Duration.ofMinutes(minutes), weeks);
    List<Instant> starts = new ArrayList<>();
    for (int i = 1; i < watched.size(); i++) {
      LocalDateTime shown = watched.get(i);
      boolean isStart = isStart(shown, minutes);
      // What the clock passes over at once, when it jumps forward.
      for (LocalDateTime skipped = watched.get(i - 1).plusMinutes(1);
          skipped.isBefore(shown);
          skipped = skipped.plusMinutes(1)) {
        isStart |= isStart(skipped, minutes);
      }
      if (isStart) {
        starts.add(from.plus(Duration.ofMinutes(i - 1)));
      }
    }
    for (int i = 0; i < starts.size(); i++) {
      Instant start = starts.get(i);
      assertThat(clock.startOfWindow(start)).isEqualTo(start);
      assertThat(clock.startOfNextWindow(start.minusNanos(1))).isEqualTo(start);
      if (i > 0) {
        Instant before = starts.get(i - 1);
        assertThat(clock.startOfWindow(start.minusNanos(1))).isEqualTo(before);
        assertThat(clock.startOfNextWindow(before)).isEqualTo(start);
      }
    }
  }

  private static boolean isStart(LocalDateTime shown, int minutes) {
    int sinceMidnight = shown.getHour() * 60 + shown.getMinute();
    boolean weeks = minutes == 10080;
    return weeks
        ? sinceMidnight == 0 && shown.getDayOfWeek() == DayOfWeek.MONDAY
        : sinceMidnight % minutes == 0;
  }
}
