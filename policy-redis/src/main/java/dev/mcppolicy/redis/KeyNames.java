package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The names of keys: the prefix, the version of the layout, the hash tag, and what is kept there.
 *
 * <p>Every part is written in letters, digits and {@code - . _ /}; any other UTF-16 unit is {@code
 * %} and four hexadecimal digits. So no part holds the colon that stands between them, and two
 * names are equal only if all parts are. A name that would be long is replaced by its SHA-256.
 *
 * @param prefix what all keys begin with
 * @param byOwner whether each owner has a hash tag of its own; else all keys share one
 */
record KeyNames(String prefix, boolean byOwner) {

  private static final String VERSION = "3";
  private static final int LONGEST = 200;
  private static final int TAG_BYTES = 8;

  /** The hash tag that a charge's keys have. */
  String tag(Charge charge) {
    if (!byOwner) {
      return "all";
    }
    StringBuilder text = new StringBuilder();
    appendSharing(text, charge.counter().scope(), charge.counter().per());
    append(text, charge.owner());
    return HexFormat.of().formatHex(sha256(text), 0, TAG_BYTES);
  }

  /** The key of a counter. */
  String counter(String tag, Charge charge) {
    CounterId id = charge.counter();
    StringBuilder text = new StringBuilder();
    append(text, id.name());
    appendSharing(text, id.scope(), id.per());
    append(text, charge.owner());
    // The mark is no part's first character: a colon is.
    return start(tag) + (text.length() > LONGEST ? "c#" + hex(text) : "c" + text);
  }

  /** The key of a reservation. */
  String reservation(String tag, String id) {
    return start(tag) + "r:" + id;
  }

  private String start(String tag) {
    return prefix + ':' + VERSION + ":{" + tag + "}:";
  }

  private static void appendSharing(StringBuilder text, String scope, List<String> per) {
    append(text, scope);
    append(text, Integer.toString(per.size()));
    per.forEach(path -> append(text, path));
  }

  private static void append(StringBuilder text, String part) {
    text.append(':');
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (isPlain(c)) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().toHexDigits(c));
      }
    }
  }

  /** Says whether a text may stand in a key as it is. */
  static boolean isPlain(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> isPlain((char) c));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '/';
  }

  private static String hex(CharSequence text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(CharSequence text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
