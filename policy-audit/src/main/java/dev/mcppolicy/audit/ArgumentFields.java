package dev.mcppolicy.audit;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** What a record says of a call's arguments beyond their names. Not thread-safe. */
final class ArgumentFields {

  /** What may stand in a record, in characters of JSON. */
  private static final int MOST = 256 * 1024;

  private final @Nullable Mac mac;
  private final @Nullable ArgumentSeal seal;

  private ArgumentFields(@Nullable Mac mac, @Nullable ArgumentSeal seal) {
    this.mac = mac;
    this.seal = seal;
  }

  /**
   * Returns what prints such fields.
   *
   * @throws IllegalArgumentException if the key is none for a digest
   */
  static ArgumentFields of(@Nullable SecretKey key, @Nullable ArgumentSeal seal) {
    try {
      return new ArgumentFields(key == null ? null : mac(key), seal);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(AuditMessages.noDigestKey(), e);
    }
  }

  private static Mac mac(SecretKey key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac;
  }

  void print(Entry.Decided decided, LinePrinter line, List<String> cut) {
    Arguments given = decided.call().arguments();
    if (mac != null && given.problem().isEmpty()) {
      String canonical = CanonicalJson.print(given.asMap());
      byte[] digest = mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8));
      line.text("args_hmac", HexFormat.of().formatHex(digest));
    }
    Map<String, @Nullable Object> recorded = decided.recorded();
    if (recorded == null) {
      return;
    }
    List<String> altered = altered(given, recorded);
    if (!altered.isEmpty()) {
      line.texts("altered", altered);
    }
    Map<String, @Nullable Object> caller = decided.call().caller().attributes();
    String arguments = json("arguments", recorded, cut);
    String attributes = json("caller", caller, cut);
    if (seal == null) {
      line.printed("arguments", arguments).printed("caller", attributes);
    } else if (arguments != null && attributes != null) {
      line.text(
          "sealed",
          seal.seal(
              decided.event().id(),
              "{\"arguments\":" + arguments + ",\"caller\":" + attributes + "}"));
    }
  }

  /** Returns the names of those that are recorded as something else than what was judged. */
  private static List<String> altered(Arguments given, Map<String, @Nullable Object> recorded) {
    Map<String, @Nullable Object> judged = given.asMap();
    return recorded.keySet().stream()
        .filter(name -> !judged.containsKey(name) || !isSame(judged.get(name), recorded.get(name)))
        .toList();
  }

  private static boolean isSame(@Nullable Object judged, @Nullable Object recorded) {
    return PlainJson.isExact(recorded)
        && CanonicalJson.print(judged).equals(CanonicalJson.print(recorded));
  }

  private static @Nullable String json(
      String field, Map<String, @Nullable Object> plain, List<String> cut) {
    StringBuilder json = new StringBuilder();
    PlainJson.print(plain, json);
    if (json.length() > MOST) {
      cut.add(field);
      return null;
    }
    return json.toString();
  }
}
