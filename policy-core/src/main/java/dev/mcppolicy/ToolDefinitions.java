package dev.mcppolicy;

import java.util.Optional;

/**
 * The definitions of tools as somebody reviewed them, for whoever wraps clients to compare with.
 *
 * <p>Implementations are thread-safe.
 */
public interface ToolDefinitions {

  /**
   * Returns a watch of what one client is told of a server's tools.
   *
   * @param server what the host calls the server, if it names it
   * @throws IllegalArgumentException if the server has to be named
   */
  DefinitionWatch watch(Optional<String> server);
}
