package dev.mcppolicy;

import java.util.Map;
import java.util.Set;

/**
 * Compares what one client is told of a server's tools with what somebody reviewed.
 *
 * <p>Whatever the server announces makes everything old: a tool has to be listed again before
 * anything is known of it. A listing is as old as the moment at which it was asked for, which is
 * why the {@link #epoch()} is asked for first.
 *
 * <p>Implementations are thread-safe, and block on nothing.
 */
public interface DefinitionWatch {

  /** Returns what stands for now: to be asked for before a list of tools is. */
  long epoch();

  /** Says that the server announced another list. */
  void announced();

  /** Says whether a tool has to be listed, before a call of it can be judged. */
  boolean mustList(String tool);

  /**
   * Compares an element of a list of tools, as plain values; never throws.
   *
   * @param asked the {@link #epoch()} at which the list was asked for
   * @param tool the element
   * @param inPart the members of which an SDK has left out what it doesn't know, so that nobody
   *     else sees that
   */
  void listed(long asked, Map<?, ?> tool, Set<String> inPart);

  /**
   * Says that a whole list was read, whose tools were all {@link #listed}.
   *
   * @param asked the {@link #epoch()} at which its first page was asked for
   * @param names the names of its tools
   */
  void listedAll(long asked, Set<String> names);

  /** Returns what is known of a tool. */
  ToolReview review(String tool);

  /** Returns what is known of a tool that could not be listed: it may have changed in any way. */
  ToolReview unknown(String tool);
}
