package dev.mcppolicy.mcp;

/** The sessions of a client, one after the other. Thread-safe. */
final class Sessions {

  private volatile Session current = Session.none();

  Session current() {
    return current;
  }

  /** Ends the session that stands, and begins another. */
  synchronized void begin(Session next) {
    current.end();
    current = next;
  }
}
