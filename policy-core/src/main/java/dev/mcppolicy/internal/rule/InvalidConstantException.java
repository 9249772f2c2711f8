package dev.mcppolicy.internal.rule;

/** Says why an operator can't take the value given to it, in a sentence for the author. */
public final class InvalidConstantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointerSuffix;

  InvalidConstantException(String pointerSuffix, String message) {
    super(message, null, false, false);
    this.pointerSuffix = pointerSuffix;
  }

  /** Returns where in the value it is wrong: a JSON Pointer, empty for the value itself. */
  public String pointerSuffix() {
    return pointerSuffix;
  }
}
