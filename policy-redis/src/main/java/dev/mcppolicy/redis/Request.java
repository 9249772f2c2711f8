package dev.mcppolicy.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the script, and the answer to it. Takings that differ in nothing but
 * their ids are asked as one: that of their first, with their number.
 */
final class Request extends CompletableFuture<Reply> {

  private static final int NEVER = -1;
  private static final int LINE_END = 2;
  private static final String TAKE = "take";
  private static final byte[] TAKES = new Packed().text("takes").bytes();

  private final String tag;
  private final List<String> keys;
  private final byte[] keysAsSent;
  private final byte[] packedAsSent;
  private final int start;

  /** Where that begins in what is sent in which takings that are alike are the same. */
  private int same;

  /**
   * This and those that are asked with it. Guarded by its call of the script until that is made.
   */
  private final List<Request> members = new ArrayList<>(1);

  private @Nullable Share share;

  /**
   * Creates a request.
   *
   * @param tag the hash tag of its keys
   * @param keys that of the reservation, and those of the counters in the order of the charges
   * @param packed what is asked
   */
  Request(String tag, List<String> keys, Packed packed) {
    this(tag, keys, packed, NEVER);
  }

  private Request(String tag, List<String> keys, Packed packed, int same) {
    this.tag = tag;
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
    members.add(this);
  }

  /**
   * A taking from one sliding window, which may be asked as one with others.
   *
   * @param id the id that it has, behind its first word
   */
  static Request sharing(String tag, List<String> keys, Packed packed, String id) {
    return new Request(tag, keys, packed, new Packed().text(TAKE).text(id).bytes().length);
  }

  String tag() {
    return tag;
  }

  /** The key of its reservation, and those of its counters in the order of the charges. */
  List<String> keys() {
    return keys;
  }

  /** What it has of a reservation that it shares; null if it has one of its own. */
  @Nullable Share share() {
    return share;
  }

  /** This and those that are asked with it. */
  List<Request> members() {
    return members;
  }

  /** Has a taking that is alike asked with this one; says whether it is. */
  boolean takeAlong(Request other) {
    if (same == NEVER
        || other.same == NEVER
        || !keys.get(1).equals(other.keys.get(1))
        || !Arrays.equals(
            packedAsSent,
            same,
            packedAsSent.length,
            other.packedAsSent,
            other.same,
            other.packedAsSent.length)) {
      return false;
    }
    Share first = share;
    if (first == null) {
      first = Share.first(keys);
      share = first;
    }
    members.add(other);
    other.share = first.next(members.size());
    return true;
  }

  /** Has this, which is with no other yet or no longer, asked by itself. */
  void separate() {
    same = NEVER;
    share = null;
    members.clear();
    members.add(this);
  }

  /** The keys as the protocol writes them. */
  byte[] keysAsSent() {
    return keysAsSent;
  }

  /** What is asked as the protocol writes it. */
  byte[] packedAsSent() {
    if (members.size() == 1) {
      return packedAsSent;
    }
    int from = start + 1 + TAKE.length();
    int length = packedAsSent.length - LINE_END - from;
    byte[] takes = Arrays.copyOf(TAKES, TAKES.length + length + 1);
    System.arraycopy(packedAsSent, from, takes, TAKES.length, length);
    takes[takes.length - 1] = (byte) members.size();
    return Bulk.of(takes);
  }
}
