package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a text ends with one of several. */
final class EndingWith extends Test {

  private final String[] suffixes;

  EndingWith(List<String> suffixes) {
    this.suffixes = suffixes.toArray(new String[0]);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return Truth.UNKNOWN;
    }
    for (String suffix : suffixes) {
      if (text.endsWith(suffix)) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }
}
