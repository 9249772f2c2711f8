package dev.mcppolicy;

import dev.mcppolicy.internal.value.CanonicalJson;
import dev.mcppolicy.internal.value.Freezer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call: a deep copy that nobody can change, taken once. What is judged is this
 * copy, and what is sent has to be this copy too.
 *
 * <p>The copy holds nothing but {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code BigDecimal}, {@code Double}, {@code Float}, unmodifiable {@code Map}s
 * and {@code List}s of these, and null. Arguments that can't be copied so, or are too big, make
 * {@linkplain #problem() invalid} arguments, and a call with these is denied.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Arguments {

  private static final Arguments EMPTY = new Arguments(Map.of(), Optional.empty());

  private final Map<String, @Nullable Object> values;
  private final Optional<String> problem;

  private Arguments(Map<String, @Nullable Object> values, Optional<String> problem) {
    this.values = values;
    this.problem = problem;
  }

  /** Returns the arguments of a call that carries none. */
  public static Arguments empty() {
    return EMPTY;
  }

  /**
   * Copies arguments, within {@link ArgumentLimits#DEFAULT}. Never throws: what can't be copied
   * gives invalid arguments.
   *
   * @param arguments a map whose keys are texts, or null for none
   */
  public static Arguments freeze(@Nullable Object arguments) {
    return freeze(arguments, ArgumentLimits.DEFAULT);
  }

  /**
   * Copies arguments, within limits. Never throws: what can't be copied gives invalid arguments.
   *
   * @param arguments a map whose keys are texts, or null for none
   * @param limits how big they may be
   */
  public static Arguments freeze(@Nullable Object arguments, ArgumentLimits limits) {
    Objects.requireNonNull(limits, "limits");
    if (arguments == null) {
      return EMPTY;
    }
    if (arguments instanceof Arguments frozen) {
      return frozen;
    }
    try {
      return new Arguments(Freezer.freezeObject(arguments, limits), Optional.empty());
    } catch (Freezer.UnfreezableException e) {
      return new Arguments(Map.of(), Optional.of(String.valueOf(e.getMessage())));
    } catch (Throwable e) { // whatever somebody else's map throws, the call is none
      return new Arguments(Map.of(), Optional.of(Freezer.threw(e)));
    }
  }

  /**
   * Returns invalid arguments, of a call that an adapter can't read. It is denied with the problem.
   *
   * @param problem one sentence without its end and without any value, as in {@code the arguments
   *     are not JSON}
   * @throws IllegalArgumentException if the problem is blank
   */
  public static Arguments invalid(String problem) {
    if (problem.isBlank()) {
      throw new IllegalArgumentException("the problem must say something");
    }
    return new Arguments(Map.of(), Optional.of(problem));
  }

  /**
   * Says why these arguments are invalid, in one sentence without any value; empty if they are
   * valid.
   */
  public Optional<String> problem() {
    return problem;
  }

  /**
   * Returns the arguments. The map and everything in it is unmodifiable.
   *
   * @throws IllegalStateException if the arguments are invalid
   */
  public Map<String, @Nullable Object> asMap() {
    if (problem.isPresent()) {
      throw new IllegalStateException("arguments are invalid: " + problem.get());
    }
    return values;
  }

  /** Returns the names of the top-level arguments; none if they are invalid. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * Returns the SHA-256 of the arguments' canonical JSON: keys sorted, numbers as they are printed,
   * no white space.
   *
   * @throws IllegalStateException if the arguments are invalid
   */
  public String digest() {
    return CanonicalJson.digest(asMap());
  }

  /** Names the arguments without their values. */
  @Override
  public String toString() {
    return problem
        .map(why -> "Arguments[invalid: " + why + "]")
        .orElseGet(() -> "Arguments" + values.keySet());
  }
}
