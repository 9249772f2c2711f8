package dev.mcppolicy.internal.rule;

/** What a path leads to instead of a value. */
public enum Missing {
  /** There is no such field or element. */
  ABSENT("absent"),
  /** A parent is null. */
  UNDER_NULL("null parent"),
  /** A parent is of a type that has no such parts. */
  WRONG_TYPE("wrong type");

  private final String words;

  Missing(String words) {
    this.words = words;
  }

  /** Returns how an explanation names it. */
  @Override
  public String toString() {
    return words;
  }
}
