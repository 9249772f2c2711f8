package dev.mcppolicy.audit;

import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells of a call's arguments and caller.
 *
 * @param values the arguments that are recorded, and null for those of which only the name is
 * @param doubtful the names of those that may have been others
 * @param checked whether the digest shows that all values are those of the call
 * @param caller the caller's attributes, if they are recorded
 * @param doubt why more isn't known, where there is more to say than the names; otherwise empty
 */
record RecordedArguments(
    Map<String, @Nullable Object> values,
    Set<String> doubtful,
    boolean checked,
    Optional<Map<String, @Nullable Object>> caller,
    String doubt) {

  static RecordedArguments of(
      Decided decided, @Nullable ArgumentSeal seal, @Nullable SecretKey digestKey) {
    Optional<Map<String, @Nullable Object>> arguments = decided.arguments();
    Optional<Map<String, @Nullable Object>> caller = decided.caller();
    String doubt = "";
    if (decided.sealed().isPresent()) {
      try {
        Optional<ArgumentSeal.Opened> opened = seal == null ? Optional.empty() : seal.open(decided);
        doubt = opened.isEmpty() ? ReplayMessages.sealed() : "";
        arguments = opened.map(ArgumentSeal.Opened::arguments);
        caller = opened.map(ArgumentSeal.Opened::caller);
      } catch (GeneralSecurityException e) {
        doubt = ReplayMessages.wrongSeal();
      }
    }
    return of(decided, arguments.orElse(Map.of()), caller, digestKey, doubt);
  }

  private static RecordedArguments of(
      Decided decided,
      Map<String, @Nullable Object> known,
      Optional<Map<String, @Nullable Object>> caller,
      @Nullable SecretKey digestKey,
      String doubt) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Set<String> doubtful = new TreeSet<>();
    for (String name : decided.argumentNames()) {
      values.put(name, known.get(name));
      if (!known.containsKey(name)) {
        doubtful.add(name);
      }
    }
    if (digestKey != null && doubtful.isEmpty() && decided.argumentsHmac().isPresent()) {
      if (digest(values, digestKey).equals(decided.argumentsHmac().get())) {
        return new RecordedArguments(values, Set.of(), true, caller, "");
      }
      doubtful.addAll(values.keySet());
      return new RecordedArguments(values, doubtful, true, caller, doubt);
    }
    return new RecordedArguments(values, doubtful, values.isEmpty(), caller, doubt);
  }

  private static String digest(Map<String, @Nullable Object> values, SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] canonical = CanonicalJson.print(values).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(canonical));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(AuditMessages.noDigestKey(), e);
    }
  }
}
