package dev.mcppolicy.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that is asked of the script, and the answer to it. */
final class Request extends CompletableFuture<Reply> {

  private final String tag;
  private final List<String> keys;
  private final byte[] packed;

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
    this.packed = packed;
  }

  String tag() {
    return tag;
  }

  List<String> keys() {
    return keys;
  }

  byte[] packed() {
    return packed;
  }
}
