package dev.mcppolicy.tools;

import java.util.Set;

/**
 * A tool of a server, and how dangerous it is.
 *
 * @param server what the host calls the server
 * @param tool the tool
 * @param risk how dangerous it is
 */
public record Rated(String server, ToolDefinition tool, Risk risk) {

  private static final Set<String> NETWORK = Set.of("takes-url", "hint-open-world", "name-network");

  /** Rates a tool. */
  public static Rated of(String server, ToolDefinition tool) {
    return new Rated(server, tool, Risk.of(server, tool));
  }

  /** Returns the category that a policy goes by: what only may be a reader isn't taken for one. */
  Category category() {
    return risk.category() == Category.READ && risk.confidence() == Confidence.LOW
        ? Category.WRITE
        : risk.category();
  }

  /** Says whether the tool takes a URL, is called so, or says that it meets the outside world. */
  boolean meetsNetwork() {
    return risk.signals().stream().anyMatch(signal -> NETWORK.contains(signal.id()));
  }

  /** Says whether the tool is called as something that nobody should read by the way. */
  boolean speaksOfSecrets() {
    return risk.signals().stream().anyMatch(signal -> signal.id().equals("name-secret"));
  }
}
