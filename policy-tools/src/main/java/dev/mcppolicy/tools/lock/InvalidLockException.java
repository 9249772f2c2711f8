package dev.mcppolicy.tools.lock;

/** Says why something is no lock, in one sentence. */
public final class InvalidLockException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidLockException(String message) {
    super(message);
  }
}
