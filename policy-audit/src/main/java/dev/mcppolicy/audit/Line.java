package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How the bytes of a line bear their own hash: {@code {…,"hash":"<of what stands before>"}}. */
final class Line {

  /** The longest line that is written or read. */
  static final int LONGEST = 8 * 1024 * 1024;

  private static final byte[] BEFORE = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 64;
  private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.US_ASCII);

  private Line() {}

  /** Returns the hash that a line bears, or null if it doesn't end as a line does. */
  static @Nullable String borne(byte[] line) {
    int digits = line.length - AFTER.length - DIGITS;
    int before = digits - BEFORE.length;
    if (before < 0
        || !Arrays.equals(line, before, digits, BEFORE, 0, BEFORE.length)
        || !Arrays.equals(line, digits + DIGITS, line.length, AFTER, 0, AFTER.length)) {
      return null;
    }
    return new String(line, digits, DIGITS, StandardCharsets.ISO_8859_1);
  }

  /** Returns the hash of the first bytes of a line. */
  static String hash(byte[] line, int length) {
    MessageDigest sha = sha256();
    sha.update(line, 0, length);
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Returns what ends a line that bears a hash. */
  static byte[] end(String hash) {
    byte[] end = Arrays.copyOf(BEFORE, BEFORE.length + DIGITS + AFTER.length);
    System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, end, BEFORE.length, DIGITS);
    System.arraycopy(AFTER, 0, end, BEFORE.length + DIGITS, AFTER.length);
    return end;
  }

  /** Says whether a line bears the hash of its content. */
  static boolean isWhole(byte[] line) {
    String borne = borne(line);
    return borne != null
        && borne.equals(hash(line, line.length - BEFORE.length - DIGITS - AFTER.length));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
