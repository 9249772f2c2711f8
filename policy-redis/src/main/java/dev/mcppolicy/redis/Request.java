package dev.mcppolicy.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that is asked of the script, and the answer to it. */
final class Request extends CompletableFuture<Reply> {

  private final String tag;
  private final List<String> keys;
  private final byte[] keysAsSent;
  private final byte[] packedAsSent;

  /**
   * Creates a request.
   *
   * @param tag the hash tag of its keys
   * @param keys that of the reservation, and those of the counters in the order of the charges
   * @param packed what is asked
   */
  Request(String tag, List<String> keys, Packed packed) {
    this.tag = tag;
    this.keys = keys;
    this.packedAsSent = Bulk.of(packed.bytes());
    byte[][] encoded = new byte[keys.size()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = keys.get(i).getBytes(StandardCharsets.UTF_8);
    }
    this.keysAsSent = Bulk.of(encoded);
  }

  String tag() {
    return tag;
  }

  List<String> keys() {
    return keys;
  }

  /** The keys as the protocol writes them. */
  byte[] keysAsSent() {
    return keysAsSent;
  }

  /** What is asked as the protocol writes it. */
  byte[] packedAsSent() {
    return packedAsSent;
  }
}
