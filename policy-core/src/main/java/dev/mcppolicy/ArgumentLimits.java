package dev.mcppolicy;

/**
 * How big the arguments of a call may be; a call beyond these is denied as {@code invalid_call}.
 *
 * @param depth how many lists and objects may be nested, the arguments being the first
 * @param values how many values there may be in all
 * @param characters how many characters texts, keys and numbers may hold in all
 */
public record ArgumentLimits(int depth, int values, int characters) {

  /** 64 levels, 100,000 values, 16 Mi characters. */
  public static final ArgumentLimits DEFAULT = new ArgumentLimits(64, 100_000, 16 * 1024 * 1024);

  /**
   * Checks that each is at least 1.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public ArgumentLimits {
    requirePositive("depth", depth);
    requirePositive("values", values);
    requirePositive("characters", characters);
    if (depth > 1_000) {
      throw new IllegalArgumentException("depth must be <= 1000: " + depth);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1: " + value);
    }
  }
}
