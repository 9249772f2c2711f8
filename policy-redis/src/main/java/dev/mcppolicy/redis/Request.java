package dev.mcppolicy.redis;

import java.io.ByteArrayOutputStream;
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
  Request(String tag, List<String> keys, byte[] packed) {
    this.tag = tag;
    this.keys = keys;
    this.packedAsSent = Batch.bulk(packed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream(96 * keys.size());
    for (String key : keys) {
      sent.writeBytes(Batch.bulk(key.getBytes(StandardCharsets.UTF_8)));
    }
    this.keysAsSent = sent.toByteArray();
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
