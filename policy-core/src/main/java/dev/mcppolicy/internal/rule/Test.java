package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/**
 * An operator with the value given to it: judges one value of a call. Pure.
 *
 * <p>A class and not an interface, because a policy holds many kinds, and the JVM calls a method of
 * one of many classes faster.
 */
abstract class Test {

  /** Judges a value that is there; null only if {@link Operator#judgesNull}. */
  abstract Truth test(@Nullable Object value);

  /**
   * Judges likewise. The commonest classes are asked for by name: of these the JVM puts the code in
   * the place of the call, however many kinds there are.
   */
  static Truth judge(Test test, Object value) {
    if (test instanceof Ordered ordered) {
      return ordered.test(value);
    }
    if (test instanceof OneOf oneOf) {
      return oneOf.test(value);
    }
    if (test instanceof StartingWith startingWith) {
      return startingWith.test(value);
    }
    return test instanceof EqualTo equalTo ? equalTo.test(value) : test.test(value);
  }

  /**
   * Returns the same as a bar, or null if it is none.
   *
   * @param argument the name of the argument that is tested
   * @param wanted whether a call passes for which this is true, or one for which it is false
   */
  @Nullable Bar bar(String argument, boolean wanted) {
    return null;
  }

  /** Returns the test whose answer is the opposite one. */
  Test negated() {
    return new Opposite(this);
  }

  private static final class Opposite extends Test {
    private final Test test;

    Opposite(Test test) {
      this.test = test;
    }

    @Override
    Truth test(@Nullable Object value) {
      return test.test(value).not();
    }
  }
}
