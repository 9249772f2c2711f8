package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Node.ObjectNode;

/** A way to send messages to a server, and to hear what it answers. */
interface Channel extends AutoCloseable {

  /**
   * Sends a request, and returns the reply that has its id.
   *
   * @throws UnreadableServerException if none comes in time, or what comes is none
   */
  ObjectNode ask(String message, long id) throws UnreadableServerException;

  /** Sends a message that nobody answers. */
  void tell(String message) throws UnreadableServerException;

  /** Hears which version of the protocol was agreed on. */
  default void agreed(String version) {}

  @Override
  void close();
}
