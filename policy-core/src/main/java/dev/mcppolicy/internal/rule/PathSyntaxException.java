package dev.mcppolicy.internal.rule;

/** Says what is wrong with a path, in a sentence for the author of the policy. */
public final class PathSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PathSyntaxException(String message) {
    super(message, null, false, false);
  }
}
