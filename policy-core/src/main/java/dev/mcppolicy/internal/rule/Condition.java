package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy asks of a call: a comparison of one of its values, or a group of conditions. */
public sealed interface Condition permits Comparison, AnyOf, AllOf {

  /**
   * Makes a comparison.
   *
   * @param path where the value stands
   * @param operator how it is compared
   * @param constant with what
   * @param optional whether an absent value makes it true
   * @param inRequire whether it stands in {@code require}, where nothing at all makes it true
   * @param pointer where it stands in the policy
   * @throws InvalidConstantException if the operator can't take {@code constant}
   */
  static Condition comparison(
      Path path,
      Operator operator,
      @Nullable Object constant,
      boolean optional,
      boolean inRequire,
      String pointer) {
    return new Comparison(path, operator, constant, optional, inRequire, pointer);
  }

  /**
   * Makes the Kleene <i>or</i> of conditions.
   *
   * @throws IllegalArgumentException if {@code parts} is empty
   */
  static Condition anyOf(List<Condition> parts, String pointer) {
    return new AnyOf(parts, pointer);
  }

  /**
   * Makes the Kleene <i>and</i> of conditions.
   *
   * @throws IllegalArgumentException if {@code parts} is empty
   */
  static Condition allOf(List<Condition> parts, String pointer) {
    return new AllOf(parts, pointer);
  }

  /** Judges a call whose arguments are valid. */
  Truth test(ToolCall call);

  /**
   * Judges likewise. Most conditions are comparisons, and one that is asked by its name costs no
   * call.
   */
  static Truth judge(Condition condition, ToolCall call) {
    return condition instanceof Comparison comparison
        ? comparison.test(call)
        : condition.test(call);
  }

  /** Judges a call likewise, and says how it came to that. */
  Trace trace(ToolCall call);

  /** Returns where it stands in the policy. */
  String pointer();
}
