package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a text begins with one of several. */
final class StartingWith extends Test {

  private final String[] prefixes;

  StartingWith(List<String> prefixes) {
    this.prefixes = prefixes.toArray(new String[0]);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return Truth.UNKNOWN;
    }
    for (String prefix : prefixes) {
      if (text.startsWith(prefix)) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }

  @Override
  @Nullable Bar bar(String argument, boolean wanted) {
    return prefixes.length == 0 ? null : new Bar.Prefixes(argument, wanted, List.of(prefixes));
  }
}
