package dev.mcppolicy.tools;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A wish that a recommended policy is to meet beyond what it does anyway. It only takes away. */
public enum Preset {
  /** Only tools that surely read; all others are hidden. */
  READ_ONLY,
  /** No tool that takes a URL or says that it meets the outside world. */
  NO_NETWORK,
  /** No tool that is about money. */
  NO_MONEY,
  /** A person is asked before anything but a reading tool. */
  ASK_BEFORE_WRITING;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Returns the name on a command line, as in {@code read-only}. */
  public String id() {
    return id;
  }

  /** Returns the preset of an id, if there is one. */
  public static Optional<Preset> byId(String id) {
    return Arrays.stream(values()).filter(preset -> preset.id.equals(id)).findFirst();
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
