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
 * @param again whether the request may have been sent more than once
 */
record Reply(String word, String wall, List<List<String>> lists, boolean again) {

  private static final String END = "end";

  /**
   * Reads the answers to some requests, in their order; null if they aren't the script's. When a
   * connection ends in the middle of a reply, its beginning may stand before the reply to the
   * repeated request.
   *
   * @param again whether the requests may have been sent more than once
   */
  static @Nullable List<Reply> read(byte[] packed, int requests, boolean again) {
    try {
      Unpacked unpacked = new Unpacked(packed);
      List<Reply> replies = new ArrayList<>(requests);
      for (int i = 0; i < requests; i++) {
        replies.add(read(unpacked, again));
      }
      return unpacked.text().equals(END) && !unpacked.hasMore() ? replies : null;
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }

  private static Reply read(Unpacked unpacked, boolean again) {
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
        },
        again);
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
