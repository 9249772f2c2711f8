package dev.mcppolicy.fuzz;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Tries an input after the other, each from a seed of its own. A failure names the seed; {@code
 * -Dmcppolicy.fuzz.seed=…} tries that one alone, and {@code -Dmcppolicy.fuzz.seconds=…} says how
 * long a long run takes.
 */
final class Fuzzing {

  private static final Long ONLY = Long.getLong("mcppolicy.fuzz.seed");
  private static final long SECONDS = Long.getLong("mcppolicy.fuzz.seconds", 60);

  private Fuzzing() {}

  /** Tries so many inputs. */
  static void times(int inputs, Consumer<Random> input) {
    long first = first();
    for (int i = 0; i < (ONLY == null ? inputs : 1); i++) {
      once(first + i, input);
    }
  }

  /** Tries inputs for as long as a long run takes. */
  static void forLong(Consumer<Random> input) {
    long first = first();
    long since = System.nanoTime();
    long tried = 0;
    do {
      once(first + tried++, input);
    } while (ONLY == null && System.nanoTime() - since < SECONDS * 1_000_000_000);
    System.out.println(tried + " inputs");
  }

  private static long first() {
    long first = ONLY == null ? new Random().nextLong() : ONLY;
    System.out.println("seeds from " + first);
    return first;
  }

  private static void once(long seed, Consumer<Random> input) {
    try {
      input.accept(new Random(seed));
    } catch (Throwable failure) {
      throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
    }
  }
}
