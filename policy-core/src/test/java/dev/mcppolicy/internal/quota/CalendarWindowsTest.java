package dev.mcppolicy.internal.quota;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CalendarWindowsTest {

  /** Lengths whose starts are few enough to list. */
  private static final List<Duration> LENGTHS =
      List.of(
          ofMinutes(1),
          ofMinutes(15),
          ofMinutes(20),
          ofMinutes(30),
          ofMinutes(45),
          ofHours(1),
          ofMinutes(90),
          ofHours(2),
          ofHours(3),
          ofHours(8),
          ofHours(12),
          ofDays(1),
          ofDays(7));

  @Test
  void hourThatIsRepeatedInHalfIsTwoWindows() {
    // On 2025-04-06 Lord Howe Island sets its clock back from 02:00 to 01:30.
    Window.Calendar hour = window(ofHours(1), "Australia/Lord_Howe");
    assertSpan(hour, "2025-04-05T14:30:00Z", "2025-04-05T14:00:00Z", "2025-04-05T15:30:00Z");
    assertSpan(hour, "2025-04-05T15:00:00Z", "2025-04-05T14:00:00Z", "2025-04-05T15:30:00Z");
    Window.Calendar half = window(ofMinutes(30), "Australia/Lord_Howe");
    assertSpan(half, "2025-04-05T14:45:00Z", "2025-04-05T14:30:00Z", "2025-04-05T15:00:00Z");
    assertSpan(half, "2025-04-05T15:00:00Z", "2025-04-05T15:00:00Z", "2025-04-05T15:30:00Z");
  }

  @Test
  void dayWithoutMidnightStartsWhereTheClockSkips() {
    Window.Calendar brazil = window(ofDays(1), "America/Sao_Paulo");
    assertSpan(brazil, "2017-10-15T12:00:00Z", "2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z");
    Window.Calendar lebanon = window(ofDays(1), "Asia/Beirut");
    assertSpan(lebanon, "2022-03-27T12:00:00Z", "2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z");
    Window.Calendar hours = window(ofHours(1), "Asia/Beirut");
    assertSpan(hours, "2022-03-26T22:10:00Z", "2022-03-26T22:00:00Z", "2022-03-26T23:00:00Z");
    assertSpan(hours, "2022-03-26T21:10:00Z", "2022-03-26T21:00:00Z", "2022-03-26T22:00:00Z");
  }

  @Test
  void midnightThatComesTwiceStartsTwoDays() {
    // On 2024-11-03 Havana sets its clock back from 01:00 to 00:00.
    Window.Calendar day = window(ofDays(1), "America/Havana");
    assertSpan(day, "2024-11-03T04:59:59Z", "2024-11-03T04:00:00Z", "2024-11-03T05:00:00Z");
    assertSpan(day, "2024-11-03T05:00:00Z", "2024-11-03T05:00:00Z", "2024-11-04T05:00:00Z");
  }

  @Test
  void dayThatIsLeftOutIsNoWindow() {
    // Samoa had no 30 December 2011.
    Window.Calendar day = window(ofDays(1), "Pacific/Apia");
    assertSpan(day, "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z");
    assertSpan(day, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z");
  }

  @Test
  void offsetsWithSecondsAreExact() {
    Window.Calendar day = window(ofDays(1), "Europe/Paris");
    assertSpan(day, "1900-01-01T12:00:00Z", "1899-12-31T23:50:39Z", "1900-01-01T23:50:39Z");
  }

  @Test
  void fractionsOfASecondAreWindowsToo() {
    Window.Calendar window = window(Duration.ofNanos(1_000_000), "Asia/Kolkata");
    assertSpan(
        window,
        "2025-06-01T10:00:00.123456789Z",
        "2025-06-01T10:00:00.123Z",
        "2025-06-01T10:00:00.124Z");
  }

  @Test
  void everyInstantHasAWindow() {
    for (String zone : List.of("UTC", "+18:00", "-18:00", "Europe/Berlin", "America/New_York")) {
      for (Duration length : List.of(Duration.ofNanos(1), ofSeconds(1), ofDays(1), ofDays(7))) {
        Window.Calendar window = window(length, zone);
        for (Instant extreme : List.of(Instant.MIN, Instant.MAX)) {
          Span span = CalendarWindows.around(window, extreme);
          assertThat(span.contains(extreme)).as("%s %s", window, extreme).isTrue();
        }
        for (int year : List.of(Year.MIN_VALUE, Year.MIN_VALUE + 50, -1, 0, 9_999, 123_456)) {
          isPartition(window, LocalDateTime.of(year, 7, 5, 3, 4, 5).toInstant(ZoneOffset.UTC));
        }
        for (int year : List.of(Year.MAX_VALUE - 50, Year.MAX_VALUE)) {
          isPartition(window, LocalDateTime.of(year, 7, 5, 3, 4, 5).toInstant(ZoneOffset.UTC));
        }
      }
    }
  }

  @Property(tries = 3_000)
  void windowsAreThoseOfTheDefinition(
      @ForAll("lengths") Duration length, @ForAll("places") Place place) {
    Window.Calendar window = new Window.Calendar(length, place.zone());
    TreeSet<Instant> starts = starts(window, place.at());
    Span span = CalendarWindows.around(window, place.at());
    assertThat(span.start()).isEqualTo(starts.floor(place.at()));
    assertThat(span.end()).isEqualTo(starts.higher(place.at()));
  }

  @Property(tries = 2_000)
  void windowsLeaveNoGapAndDoNotOverlap(@ForAll("places") Place place) {
    for (Duration length : LENGTHS) {
      isPartition(new Window.Calendar(length, place.zone()), place.at());
    }
    isPartition(new Window.Calendar(Duration.ofNanos(1), place.zone()), place.at());
    isPartition(new Window.Calendar(ofSeconds(1), place.zone()), place.at());
  }

  private static void isPartition(Window.Calendar window, Instant at) {
    Span span = CalendarWindows.around(window, at);
    assertThat(span.contains(at)).as("%s in %s", at, span).isTrue();
    assertThat(span.end()).isAfter(span.start());
    assertThat(CalendarWindows.around(window, span.start())).isEqualTo(span);
    assertThat(CalendarWindows.around(window, span.end().minusNanos(1))).isEqualTo(span);
    assertThat(CalendarWindows.around(window, span.end()).start()).isEqualTo(span.end());
    assertThat(CalendarWindows.around(window, span.start().minusNanos(1)).end())
        .isEqualTo(span.start());
  }

  /** All starts around an instant, as the reference of the language says it. */
  private static TreeSet<Instant> starts(Window.Calendar window, Instant at) {
    ZoneRules rules = window.zone().getRules();
    boolean weekly = window.length().equals(Window.Calendar.WEEK);
    LocalDate today = LocalDateTime.ofInstant(at, ZoneOffset.UTC).toLocalDate();
    TreeSet<Instant> starts = new TreeSet<>();
    if (weekly) {
      LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      for (int week = -2; week <= 2; week++) {
        addStart(monday.plusWeeks(week).atStartOfDay(), rules, starts);
      }
      return starts;
    }
    for (int day = -3; day <= 3; day++) {
      LocalDateTime midnight = today.plusDays(day).atStartOfDay();
      LocalDateTime next = midnight.plusDays(1);
      for (LocalDateTime start = midnight; start.isBefore(next); ) {
        addStart(start, rules, starts);
        start = start.plus(window.length());
      }
    }
    return starts;
  }

  private static void addStart(LocalDateTime local, ZoneRules rules, TreeSet<Instant> starts) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      starts.add(rules.getTransition(local).getInstant());
    }
    for (ZoneOffset offset : offsets) {
      starts.add(local.toInstant(offset));
    }
  }

  @Provide
  Arbitrary<Duration> lengths() {
    return Arbitraries.of(LENGTHS);
  }

  /** Zones and instants, most of them near a change of the offset. */
  @Provide
  Arbitrary<Place> places() {
    Arbitrary<ZoneId> zones =
        Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
    Arbitrary<Instant> instants =
        Arbitraries.longs()
            .between(
                Instant.parse("1850-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("2100-01-01T00:00:00Z").getEpochSecond())
            .map(Instant::ofEpochSecond);
    Arbitrary<Duration> distances =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-48 * 60, 48 * 60).map(Duration::ofMinutes),
            Arbitraries.integers().between(-5_000, 5_000).map(Duration::ofSeconds),
            Arbitraries.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofNanos(1)));
    return Combinators.combine(zones, instants, distances)
        .as(
            (zone, instant, distance) -> {
              ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
              return new Place(
                  zone, (change == null ? instant : change.getInstant()).plus(distance));
            });
  }

  record Place(ZoneId zone, Instant at) {}

  private static Window.Calendar window(Duration length, String zone) {
    return new Window.Calendar(length, ZoneId.of(zone));
  }

  private static void assertSpan(Window.Calendar window, String at, String start, String end) {
    Span span = CalendarWindows.around(window, Instant.parse(at));
    assertThat(span.start()).isEqualTo(Instant.parse(start));
    assertThat(span.end()).isEqualTo(Instant.parse(end));
  }
}
