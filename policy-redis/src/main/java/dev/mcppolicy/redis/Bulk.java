package dev.mcppolicy.redis;

/** Texts as the protocol writes them: a length before each, and a line's end behind both. */
final class Bulk {

  private Bulk() {}

  /** Texts as they are written, one after the other. */
  static byte[] of(byte[]... texts) {
    int size = 0;
    for (byte[] text : texts) {
      size += size(text.length);
    }
    byte[] bulks = new byte[size];
    int at = 0;
    for (byte[] text : texts) {
      at = write(text, bulks, at);
    }
    return bulks;
  }

  private static int size(int length) {
    return 1 + digits(length) + 2 + length + 2;
  }

  private static int digits(int length) {
    int digits = 1;
    for (int rest = length; rest > 9; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Returns where the next one begins. */
  private static int write(byte[] text, byte[] bulks, int at) {
    int end = at + 1 + digits(text.length);
    bulks[at] = '$';
    int rest = text.length;
    for (int i = end - 1; i > at; i--) {
      bulks[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    int next = endLine(bulks, end);
    System.arraycopy(text, 0, bulks, next, text.length);
    return endLine(bulks, next + text.length);
  }

  private static int endLine(byte[] bulks, int at) {
    bulks[at] = '\r';
    bulks[at + 1] = '\n';
    return at + 2;
  }
}
