package dev.mcppolicy.audit;

import dev.mcppolicy.internal.value.CanonicalJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints plain values as JSON, in the order in which they come. */
final class PlainJson {

  private PlainJson() {}

  static void print(@Nullable Object value, StringBuilder out) {
    if (value instanceof String text) {
      CanonicalJson.quote(text, out);
    } else if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        CanonicalJson.quote(String.valueOf(entry.getKey()), out);
        out.append(':');
        print(entry.getValue(), out);
        separator = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char separator = '[';
      for (Object element : list) {
        out.append(separator);
        print(element, out);
        separator = ',';
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (isNotFinite(value)) { // JSON has no such numbers
      CanonicalJson.quote(String.valueOf(value), out);
    } else {
      out.append(value);
    }
  }

  /** Says whether what is read back is what was printed, number for number. */
  static boolean isExact(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().allMatch(PlainJson::isExact);
    }
    return value instanceof List<?> list
        ? list.stream().allMatch(PlainJson::isExact)
        : !isNotFinite(value);
  }

  private static boolean isNotFinite(@Nullable Object value) {
    return (value instanceof Double number && !Double.isFinite(number))
        || (value instanceof Float small && !Float.isFinite(small));
  }
}
