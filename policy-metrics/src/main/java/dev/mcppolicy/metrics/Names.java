package dev.mcppolicy.metrics;

import dev.mcppolicy.Effect;
import java.util.Locale;

/** How things are called in meters and events. */
final class Names {

  private static final int LONGEST = 200;

  private Names() {}

  static String of(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }

  /** Cuts a name that is longer than anybody would read. */
  static String cut(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }
}
