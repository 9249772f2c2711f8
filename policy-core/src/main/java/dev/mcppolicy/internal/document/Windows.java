package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lengths of time as a policy writes them. */
public final class Windows {

  static final String LIFETIME = "lifetime";

  /** The windows that have a name. */
  static final Map<String, Duration> NAMED =
      Map.of(
          "second", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));

  /** So many digits are read without the JDK. */
  private static final int MOST_PLAIN_DIGITS = 9;

  private static final long SECONDS_OF_DAY = 86_400;

  /** Of a second, a minute and an hour. */
  private static final long[] SECONDS = {1, 60, 3_600};

  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE);

  /** So begin the names of zones that only some JDKs know, and IANA doesn't. */
  private static final String OF_SOME_JDKS = "SystemV/";

  private Windows() {}

  /** Returns the zone of an IANA name, if it is one and this JDK has its rules. */
  static Optional<ZoneId> zone(String name) {
    return name.startsWith(OF_SOME_JDKS) || !ZoneId.getAvailableZoneIds().contains(name)
        ? Optional.empty()
        : Optional.of(ZoneId.of(name));
  }

  /** Reads a named window, a duration or whole seconds. */
  public static Optional<Duration> length(Node node) {
    if (node instanceof TextNode text) {
      Duration named = NAMED.get(text.text());
      return named != null ? Optional.of(named) : duration(text.text());
    }
    return seconds(node);
  }

  /** Reads a named window or whole seconds. */
  static Optional<Duration> nameOrSeconds(Node node) {
    return node instanceof TextNode text
        ? Optional.ofNullable(NAMED.get(text.text()))
        : seconds(node);
  }

  /** Reads whole seconds; more than a duration can hold are as many as it can. */
  private static Optional<Duration> seconds(Node node) {
    if (!(node instanceof NumberNode number)) {
      return Optional.empty();
    }
    BigDecimal seconds = number.value();
    if (seconds.signum() <= 0 || seconds.stripTrailingZeros().scale() > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(seconds.min(MOST_SECONDS).longValueExact()));
  }

  /** Reads a duration longer than zero. */
  public static Optional<Duration> duration(@Nullable String text) {
    Duration ofOneUnit = text == null ? null : oneUnit(text);
    if (ofOneUnit != null) {
      return Optional.of(ofOneUnit);
    }
    try {
      Duration duration = Duration.parse(text == null ? "" : text);
      return duration.isNegative() || duration.isZero() ? Optional.empty() : Optional.of(duration);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads what most policies write, as in {@code P1D} or {@code PT10M}, without the pattern of the
   * JDK; null if it is something else.
   */
  private static @Nullable Duration oneUnit(String text) {
    int from = text.startsWith("PT") ? 2 : 1;
    int end = text.length() - 1;
    if (!text.startsWith("P") || end <= from || end - from > MOST_PLAIN_DIGITS) {
      return null;
    }
    long amount = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      amount = 10 * amount + (c - '0');
    }
    int unit = (from == 1 ? "D" : "SMH").indexOf(text.charAt(end));
    if (amount == 0 || unit < 0) {
      return null;
    }
    return Duration.ofSeconds(amount * (from == 1 ? SECONDS_OF_DAY : SECONDS[unit]));
  }
}
