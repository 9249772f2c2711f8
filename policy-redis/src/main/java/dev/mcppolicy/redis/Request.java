package dev.mcppolicy.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that is asked of the script, and the answer to it. */
final class Request extends CompletableFuture<Reply> {

  private static final int NEVER = -1;
  private static final int LINE_END = 2;
  private static final String TAKE = "take";
  private static final byte[] TAKES = new Packed().text("takes").bytes();

  private final List<String> keys;
  private final byte[] keysAsSent;
  private final byte[] packedAsSent;
  private final int start;

  /** Where that begins in what is sent in which takings that are alike are the same. */
  private final int same;

  private @Nullable Share share;

  /**
   * Creates a request.
   *
   * @param keys that of the reservation, and those of the counters in the order of the charges
   * @param packed what is asked
   */
  Request(List<String> keys, Packed packed) {
    this(keys, packed, NEVER);
  }

  private Request(List<String> keys, Packed packed, int same) {
    this.keys = keys;
    byte[] bytes = packed.bytes();
    this.packedAsSent = Bulk.of(bytes);
    this.start = packedAsSent.length - LINE_END - bytes.length;
    this.same = same == NEVER ? NEVER : start + same;
    byte[][] encoded = new byte[keys.size()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = keys.get(i).getBytes(StandardCharsets.UTF_8);
    }
    this.keysAsSent = Bulk.of(encoded);
  }

  /**
   * A taking from one sliding window, which may be asked as one with others.
   *
   * @param id the id that it has, behind its first word
   */
  static Request sharing(List<String> keys, Packed packed, String id) {
    return new Request(keys, packed, new Packed().text(TAKE).text(id).bytes().length);
  }

  /** The key of its reservation, and those of its counters in the order of the charges. */
  List<String> keys() {
    return keys;
  }

  /** Says whether it may be asked as one with others. */
  boolean mayShare() {
    return same != NEVER;
  }

  /**
   * Says whether this and another one, which both may be asked as one, differ in their ids only.
   */
  boolean isLike(Request other) {
    return keys.get(1).equals(other.keys.get(1))
        && Arrays.equals(
            packedAsSent,
            same,
            packedAsSent.length,
            other.packedAsSent,
            other.same,
            other.packedAsSent.length);
  }

  /** What it has of a reservation that it shares; null if it has one of its own. */
  @Nullable Share share() {
    return share;
  }

  /** Has it share a reservation, or no longer. */
  void share(@Nullable Share share) {
    this.share = share;
  }

  /** The keys as the protocol writes them. */
  byte[] keysAsSent() {
    return keysAsSent;
  }

  /** What is asked as the protocol writes it, for this and as many that are asked with it. */
  byte[] packedAsSent(int members) {
    if (members == 1) {
      return packedAsSent;
    }
    int from = start + 1 + TAKE.length();
    int length = packedAsSent.length - LINE_END - from;
    byte[] takes = Arrays.copyOf(TAKES, TAKES.length + length + 1);
    System.arraycopy(packedAsSent, from, takes, TAKES.length, length);
    takes[takes.length - 1] = (byte) members;
    return Bulk.of(takes);
  }
}
