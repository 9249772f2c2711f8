package dev.mcppolicy.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each of which is taken once, and none of which may be left. Not
 * thread-safe.
 */
final class Fields {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, @Nullable Object> left;

  Fields(Map<String, @Nullable Object> fields) {
    this.left = new LinkedHashMap<>(fields);
  }

  /** Says what is wrong with a record. */
  static final class WrongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongException(String message) {
      super(message, null, false, false);
    }
  }

  Optional<String> text(String name) {
    return take(name, String.class, "a text");
  }

  String needText(String name) {
    return need(name, text(name));
  }

  String needHash(String name) {
    String hash = needText(name);
    if (!HASH.matcher(hash).matches()) {
      throw new WrongException(AuditMessages.wrongField(name, "64 hexadecimal digits"));
    }
    return hash;
  }

  long needCount(String name) {
    Number number = need(name, take(name, Number.class, "a number"));
    if (number instanceof Integer || number instanceof Long) {
      if (number.longValue() >= 0) {
        return number.longValue();
      }
    }
    throw new WrongException(AuditMessages.wrongField(name, "a whole number from 0"));
  }

  Optional<Duration> millis(String name) {
    return take(name, Number.class, "a number").map(number -> millis(name, number));
  }

  private static Duration millis(String name, Number number) {
    BigDecimal millis = new BigDecimal(number.toString());
    long digits = (long) millis.precision() - millis.scale(); // before the point
    if (millis.signum() < 0 || digits > 19 || millis.scale() > 9) {
      throw new WrongException(AuditMessages.wrongField(name, "a length of time"));
    }
    BigDecimal[] parts = millis.movePointLeft(3).divideAndRemainder(BigDecimal.ONE);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
  }

  Instant needTime(String name) {
    String text = needText(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new WrongException(AuditMessages.wrongField(name, "a moment in UTC"));
    }
  }

  /** Takes a field that is there only to say yes. */
  boolean flag(String name) {
    return take(name, Boolean.class, "true")
        .map(
            yes -> {
              if (!yes) {
                throw new WrongException(AuditMessages.wrongField(name, "true"));
              }
              return yes;
            })
        .orElse(false);
  }

  List<String> texts(String name) {
    List<?> list = take(name, List.class, "a list").orElse(List.of());
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw new WrongException(AuditMessages.wrongField(name, "a list of texts"));
    }
    return list.stream().map(String.class::cast).toList();
  }

  Optional<Map<String, @Nullable Object>> object(String name) {
    return take(name, Map.class, "an object").map(Fields::keyed);
  }

  /** Maps of parsed JSON have texts as keys. */
  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** Takes a text that names one of several things. */
  <T> Optional<T> oneOf(String name, Function<String, @Nullable T> known) {
    return text(name)
        .map(
            id -> {
              T found = known.apply(id);
              if (found == null) {
                throw new WrongException(AuditMessages.unknownValue(name, id));
              }
              return found;
            });
  }

  <T> T need(String name, Optional<T> value) {
    return value.orElseThrow(() -> new WrongException(AuditMessages.missingField(name)));
  }

  private <T> Optional<T> take(String name, Class<T> type, String what) {
    if (!left.containsKey(name)) {
      return Optional.empty();
    }
    Object value = left.remove(name);
    if (!type.isInstance(value)) {
      throw new WrongException(AuditMessages.wrongField(name, what));
    }
    return Optional.of(type.cast(value));
  }

  /** Requires that nothing is left. */
  void requireNoMore() {
    if (!left.isEmpty()) {
      throw new WrongException(AuditMessages.unknownField(left.keySet().iterator().next()));
    }
  }
}
