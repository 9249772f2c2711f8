package dev.mcppolicy.tools.lock;

import java.util.Objects;

/**
 * Something in a tool's definition that may be meant for a model and not for its reader: a signal
 * for whoever reviews, and no verdict.
 *
 * @param server what the host calls the server
 * @param tool the tool
 * @param pointer where it stands, as a JSON Pointer into the definition
 * @param id which kind of finding; stable
 * @param quote what stands there, shortened, with whatever isn't plainly visible escaped
 * @param sentence what is suspicious about it
 */
public record TextFinding(
    String server, String tool, String pointer, String id, String quote, String sentence) {

  /** Checks that nothing is null. */
  public TextFinding {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(quote, "quote");
    Objects.requireNonNull(sentence, "sentence");
  }

  /** Says in a line where it is and what is suspicious. */
  @Override
  public String toString() {
    return server + " " + tool + " " + pointer + ": " + sentence + ": " + quote + " [" + id + "]";
  }
}
