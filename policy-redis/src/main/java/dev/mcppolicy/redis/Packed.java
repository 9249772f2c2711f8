package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a request as MessagePack, which the script unpacks in one step: its values one after the
 * other, or, since those have to find room on Lua's stack, one list if there are many.
 *
 * <p>Not thread-safe.
 */
final class Packed {

  /** Whole numbers below it are told to the script as such, and any other number as its digits. */
  private static final long EXACT = 1L << 53;

  private static final int MOST_DIGITS = 16;
  private static final int MOST_VALUES = 1_000;
  private static final int START = 5;

  private byte[] bytes = new byte[192];
  private int size = START;
  private int count;

  /** Adds a text. */
  Packed text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    room(5 + encoded.length);
    if (encoded.length < 32) {
      put(0xa0 | encoded.length);
    } else if (encoded.length < 256) {
      put(0xd9);
      put(encoded.length);
    } else {
      put(0xdb);
      put(encoded.length, 4);
    }
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    count++;
    return this;
  }

  /** Adds a number by its digits, or whatever else stands in its place. */
  Packed number(String digits) {
    return isWhole(digits) && Long.parseLong(digits) < EXACT
        ? number(Long.parseLong(digits))
        : text(digits);
  }

  /** Adds a whole number, not below zero. */
  Packed number(long number) {
    room(9);
    if (number < 128) {
      put((int) number);
    } else if (number < 1L << 32) {
      put(0xce);
      put(number, 4);
    } else {
      put(0xcf);
      put(number, 8);
    }
    count++;
    return this;
  }

  private static boolean isWhole(String digits) {
    int length = digits.length();
    if (length == 0 || length > MOST_DIGITS) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Adds an amount, in millionths. */
  Packed amount(Amount amount) {
    long whole = Millionths.whole(amount);
    return whole < 0 || whole >= EXACT ? number(Millionths.write(amount)) : number(whole);
  }

  /** Adds what was added to another one. */
  Packed all(Packed other) {
    int more = other.size - START;
    room(more);
    System.arraycopy(other.bytes, START, bytes, size, more);
    size += more;
    count += other.count;
    return this;
  }

  /** What was added so far. */
  byte[] bytes() {
    if (count <= MOST_VALUES) {
      return Arrays.copyOfRange(bytes, START, size);
    }
    byte[] list = Arrays.copyOf(bytes, size);
    list[0] = (byte) 0xdd;
    for (int i = 1; i < START; i++) {
      list[i] = (byte) (count >>> (8 * (START - 1 - i)));
    }
    return list;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  private void put(int one) {
    bytes[size++] = (byte) one;
  }

  private void put(long number, int width) {
    for (int i = width - 1; i >= 0; i--) {
      bytes[size++] = (byte) (number >>> (8 * i));
    }
  }
}
