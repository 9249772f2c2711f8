package dev.mcppolicy.redis;

import org.jspecify.annotations.Nullable;

/** The server gave no answer that could be relied on. */
final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  StoreUnavailableException(String message, @Nullable Throwable cause) {
    this(message, cause, true);
  }

  private StoreUnavailableException(String message, @Nullable Throwable cause, boolean sent) {
    super(message, cause);
    this.sent = sent;
  }

  static StoreUnavailableException notSent(String message) {
    return new StoreUnavailableException(message, null, false);
  }

  /** Says whether the server may know of the request. */
  boolean sent() {
    return sent;
  }
}
