package dev.mcppolicy.tools;

/** Says in one sentence why the tools of a server can't be listed. */
public final class UnreadableServerException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableServerException(String message) {
    super(message);
  }
}
