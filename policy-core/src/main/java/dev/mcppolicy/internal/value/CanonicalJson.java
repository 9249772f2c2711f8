package dev.mcppolicy.internal.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prints plain values as JSON in one form only: keys sorted by code unit, no white space, and only
 * what has to be escaped escaped. Numbers are printed as the JDK prints them, so {@code 1} and
 * {@code 1.0} stay apart.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /** Returns the SHA-256 of the canonical print, as in {@code sha256:2cf2…}. */
  public static String digest(@Nullable Object value) {
    return digestOf(print(value));
  }

  /** Returns the SHA-256 of a canonical print. */
  public static String digestOf(String printed) {
    return named(sha256(printed));
  }

  /** Returns the SHA-256 of a canonical print, the first bytes of some. */
  static String digestOf(byte[] utf8, int size) {
    MessageDigest digest = sha256();
    digest.update(utf8, 0, size);
    return named(digest.digest());
  }

  private static String named(byte[] sha256) {
    return "sha256:" + HexFormat.of().formatHex(sha256);
  }

  /**
   * Returns what names a request for approval: who calls, the server, the tool, the exact arguments
   * and the policy, and nothing else.
   *
   * @param caller the grant, or a {@link #stranger}
   * @param arguments the digest of the arguments
   * @param policy the digest of the policy
   */
  public static String approvalId(
      Object caller, @Nullable String server, String tool, String arguments, String policy) {
    return digest(Arrays.asList(caller, server, tool, arguments, policy));
  }

  /**
   * Returns what tells a caller without a grant from others without one.
   *
   * @param attributes the canonical print of the attributes
   */
  public static Object stranger(@Nullable String session, String attributes) {
    return Arrays.asList(session, attributes);
  }

  /** Returns the SHA-256 of a text's UTF-8. */
  public static byte[] sha256(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the canonical print. */
  public static String print(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  private static void print(@Nullable Object value, StringBuilder out) {
    if (value instanceof String text) {
      quote(text, out);
    } else if (value instanceof Map<?, ?> map) {
      printObject(map, out);
    } else if (value instanceof List<?> list) {
      out.append('[');
      String separator = "";
      for (Object element : list) {
        out.append(separator);
        print(element, out);
        separator = ",";
      }
      out.append(']');
    } else {
      out.append(value);
    }
  }

  private static void printObject(Map<?, ?> map, StringBuilder out) {
    TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put((String) key, value));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      out.append(separator);
      quote(entry.getKey(), out);
      out.append(':');
      print(entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  /**
   * Says whether a unit is half of a surrogate pair, which UTF-8 would turn into something else.
   */
  private static boolean isAlone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /** Appends a text as a JSON string. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscaped(text, i)) {
        out.append(text, written, i);
        escape(text.charAt(i), out);
        written = i + 1;
      }
    }
    if (written == 0) {
      out.append(text); // at once, and not unit by unit as a part of a text is
    } else {
      out.append(text, written, text.length());
    }
    out.append('"');
  }

  private static boolean isEscaped(String text, int i) {
    char c = text.charAt(i);
    if (c < 0x7f) {
      return c < 0x20 || c == '"' || c == '\\';
    }
    return c == 0x7f || isAlone(text, i);
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
  }
}
