package dev.mcppolicy.internal.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many code points, elements or fields a value has. */
final class OfLength extends Test {

  private final PolicyNumber bound;
  private final boolean atMost;

  private OfLength(PolicyNumber bound, boolean atMost) {
    this.bound = bound;
    this.atMost = atMost;
  }

  static OfLength atMost(PolicyNumber bound) {
    return new OfLength(bound, true);
  }

  static OfLength atLeast(PolicyNumber bound) {
    return new OfLength(bound, false);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (value instanceof String text) {
      return compare(text.codePointCount(0, text.length()));
    }
    if (value instanceof List<?> list) {
      return compare(list.size());
    }
    return value instanceof Map<?, ?> map ? compare(map.size()) : Truth.UNKNOWN;
  }

  private Truth compare(int length) {
    int sign = bound.signOf((long) length);
    return Truth.of(atMost ? sign <= 0 : sign >= 0);
  }
}
