package dev.mcppolicy.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the script answers in MessagePack: texts, whole numbers and lists of these.
 *
 * <p>Not thread-safe.
 */
final class Unpacked {

  /** A list is no longer than this: a call has fewer quotas. */
  private static final int LONGEST = 1_000_000;

  private final ByteBuffer bytes;

  Unpacked(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Says whether there is more. */
  boolean hasMore() {
    return bytes.hasRemaining();
  }

  /**
   * Reads a text, or a number as its digits.
   *
   * @throws IllegalArgumentException if something else is there
   */
  String text() {
    try {
      int kind = bytes.get() & 0xff;
      if (kind < 0x80) {
        return Integer.toString(kind);
      } else if (kind >= 0xa0 && kind < 0xc0) {
        return text(kind & 0x1f);
      }
      return switch (kind) {
        case 0xcc -> Integer.toString(bytes.get() & 0xff);
        case 0xcd -> Integer.toString(bytes.getShort() & 0xffff);
        case 0xce -> Long.toString(bytes.getInt() & 0xffff_ffffL);
        case 0xcf, 0xd3 -> Long.toString(bytes.getLong());
        case 0xd0 -> Integer.toString(bytes.get());
        case 0xd1 -> Integer.toString(bytes.getShort());
        case 0xd2 -> Integer.toString(bytes.getInt());
        case 0xd9 -> text(bytes.get() & 0xff);
        case 0xda -> text(bytes.getShort() & 0xffff);
        case 0xdb -> text(bytes.getInt());
        default -> throw new IllegalArgumentException("kind of value: " + kind);
      };
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException(cut);
    }
  }

  private String text(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("length of text: " + length);
    }
    String text =
        new String(
            bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  /**
   * Reads a list of texts and numbers.
   *
   * @throws IllegalArgumentException if something else is there
   */
  List<String> texts() {
    int size;
    try {
      int kind = bytes.get() & 0xff;
      size =
          switch (kind) {
            case 0xdc -> bytes.getShort() & 0xffff;
            case 0xdd -> bytes.getInt();
            default -> kind >= 0x90 && kind < 0xa0 ? kind & 0x0f : -1;
          };
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException(cut);
    }
    if (size < 0 || size > Math.min(LONGEST, bytes.remaining())) {
      throw new IllegalArgumentException("length of list: " + size);
    }
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(text());
    }
    return texts;
  }
}
