package dev.mcppolicy.redis;

import java.util.List;
import java.util.Objects;

/**
 * What the script answered.
 *
 * @param parts first a word, then the time of day, and then what goes with the word
 */
record Reply(List<Object> parts) {

  private static final String END = "end";

  /**
   * Says whether a reply is one of the script's. When a connection ends in the middle of a reply,
   * its beginning may stand before the reply to the repeated request.
   */
  static boolean isWhole(List<Object> parts) {
    int size = parts.size();
    if (size < 3 || !END.equals(parts.get(size - 1)) || parts.get(1) instanceof List) {
      return false;
    }
    int lists =
        switch (String.valueOf(parts.get(0))) {
          case "taken", "closed", "settled", "nothing", "renewed" -> 0;
          case "refused", "spans" -> 1;
          case "seen" -> 2;
          default -> -1;
        };
    return size == 3 + lists
        && parts.subList(2, size - 1).stream().allMatch(part -> part instanceof List);
  }

  String word() {
    return text(0);
  }

  /** What the server's clock read. */
  String wall() {
    return text(1);
  }

  /** A list of texts that goes with the word. */
  List<String> texts(int part) {
    return ((List<?>) parts.get(part)).stream().map(Objects::toString).toList();
  }

  private String text(int part) {
    return parts.get(part).toString();
  }
}
