package dev.mcppolicy.internal.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a canonical print piece by piece, in UTF-8, and returns its SHA-256. Not thread-safe.
 *
 * @see CanonicalJson
 */
public final class CanonicalDigest {

  private static final int FIRST_BYTES = 1_024;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** Adds a character of ASCII. */
  public void add(char c) {
    if (size == bytes.length) {
      makeRoom(1);
    }
    bytes[size++] = (byte) c;
  }

  /** Adds a text of ASCII. */
  public void add(String text) {
    makeRoom(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /** Adds a text as a JSON string. */
  public void addQuoted(String text) {
    makeRoom(text.length() + 2);
    int at = size;
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x7f || c < 0x20 || c == '"' || c == '\\') {
        addEscaped(text);
        return;
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    size = at;
  }

  private void addEscaped(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16);
    CanonicalJson.quote(text, quoted);
    byte[] utf8 = quoted.toString().getBytes(StandardCharsets.UTF_8);
    makeRoom(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void makeRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  /** Returns the SHA-256 of all that was added, as in {@code sha256:2cf2…}. */
  @Override
  public String toString() {
    return CanonicalJson.digestOf(bytes, size);
  }
}
