package dev.mcppolicy.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the script answered to one request.
 *
 * @param word what it says
 * @param wall what the server's clock read
 * @param lists what goes with the word
 */
record Reply(String word, String wall, List<List<String>> lists) {

  private static final String END = "end";

  /**
   * Reads the answers to some requests, in their order; null if they aren't the script's. When a
   * connection ends in the middle of a reply, its beginning may stand before the reply to the
   * repeated request.
   */
  static @Nullable List<Reply> read(byte[] packed, int requests) {
    try {
      Unpacked unpacked = new Unpacked(packed);
      List<Reply> replies = new ArrayList<>(requests);
      for (int i = 0; i < requests; i++) {
        replies.add(read(unpacked));
      }
      return unpacked.text().equals(END) && !unpacked.hasMore() ? replies : null;
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }

  private static Reply read(Unpacked unpacked) {
    String word = unpacked.text();
    String wall = unpacked.text();
    return new Reply(
        word,
        wall,
        switch (word) {
          case "taken", "held", "closed", "settled", "nothing", "renewed", "alone" -> List.of();
          case "refused", "spans" -> List.of(unpacked.texts());
          case "seen" -> List.of(unpacked.texts(), unpacked.texts());
          default -> throw new IllegalArgumentException(word);
        });
  }

  /** Says whether a reservation was made, or had been made. */
  boolean isTaken() {
    return word.equals("taken") || word.equals("held");
  }

  /** A list of texts that goes with the word. */
  List<String> texts(int list) {
    return lists.get(list);
  }
}
