package dev.mcppolicy.redis;

import org.jspecify.annotations.Nullable;

/** The server gave no answer that could be relied on. */
final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;
  private final boolean answered;

  StoreUnavailableException(String message, @Nullable Throwable cause) {
    this(message, cause, true, true);
  }

  private StoreUnavailableException(
      String message, @Nullable Throwable cause, boolean sent, boolean answered) {
    super(message, cause);
    this.sent = sent;
    this.answered = answered;
  }

  static StoreUnavailableException notSent(String message) {
    return new StoreUnavailableException(message, null, false, true);
  }

  static StoreUnavailableException noAnswer(String message) {
    return new StoreUnavailableException(message, null, true, false);
  }

  /** Says whether the server may know of the request. */
  boolean sent() {
    return sent;
  }

  /** Says whether this is anything but the server's silence. */
  boolean answered() {
    return answered;
  }
}
