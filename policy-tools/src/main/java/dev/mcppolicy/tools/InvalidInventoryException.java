package dev.mcppolicy.tools;

/** Says why something is no tool, or no list of tools, in one sentence. */
public final class InvalidInventoryException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidInventoryException(String message) {
    super(message);
  }
}
