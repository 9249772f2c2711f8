package dev.mcppolicy.tools;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where a server is, and how to get there. */
public sealed interface ServerAddress {

  /** Returns what the host calls the server. */
  String server();

  /**
   * A program that speaks over its standard input and output.
   *
   * @param server what the host calls the server
   * @param command the program and its arguments
   * @param environment variables that it gets besides those of this process
   * @param folder where it runs; empty for where this process runs
   */
  record Stdio(
      String server, List<String> command, Map<String, String> environment, Optional<Path> folder)
      implements ServerAddress {

    /**
     * Copies the parts.
     *
     * @throws IllegalArgumentException if the command is empty
     */
    public Stdio {
      Objects.requireNonNull(server, "server");
      Objects.requireNonNull(folder, "folder");
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("command must not be empty");
      }
    }

    /** Returns the server of a program that runs here, with the variables of this process. */
    public static Stdio of(String server, List<String> command) {
      return new Stdio(server, command, Map.of(), Optional.empty());
    }

    /** Names the server and the program; its arguments and variables may be secret. */
    @Override
    public String toString() {
      return "Stdio[" + server + ", " + command.get(0) + "]";
    }
  }

  /**
   * A server that speaks Streamable HTTP.
   *
   * @param server what the host calls the server
   * @param endpoint an absolute http or https URL
   * @param headers headers to send with each request
   */
  record Http(String server, URI endpoint, Map<String, String> headers) implements ServerAddress {

    /**
     * Copies the parts.
     *
     * @throws IllegalArgumentException if the endpoint is no absolute http or https URL
     */
    public Http {
      Objects.requireNonNull(server, "server");
      headers = Map.copyOf(headers);
      String scheme = endpoint.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "endpoint must be an http or https URL with a host and without a password");
      }
    }

    /** Names the server and the host; paths and headers may be secret. */
    @Override
    public String toString() {
      return "Http[" + server + ", " + endpoint.getHost() + "]";
    }
  }
}
