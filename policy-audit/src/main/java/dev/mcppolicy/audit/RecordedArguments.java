package dev.mcppolicy.audit;

import dev.mcppolicy.audit.AuditRecord.Decided;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells of a call's arguments and caller.
 *
 * @param values the arguments that are recorded, and null for those of which only the name is
 * @param doubtful the names of those that may have been others
 * @param caller the caller's attributes, if they are recorded
 * @param doubt why more isn't known, where there is more to say than the names; otherwise empty
 */
record RecordedArguments(
    Map<String, @Nullable Object> values,
    Set<String> doubtful,
    Optional<Map<String, @Nullable Object>> caller,
    String doubt) {

  static RecordedArguments of(Decided decided, @Nullable ArgumentSeal seal) {
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
    return of(decided, arguments.orElse(Map.of()), caller, doubt);
  }

  private static RecordedArguments of(
      Decided decided,
      Map<String, @Nullable Object> known,
      Optional<Map<String, @Nullable Object>> caller,
      String doubt) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Set<String> doubtful = new TreeSet<>(decided.altered());
    for (String name : decided.argumentNames()) {
      values.put(name, known.get(name));
      if (!known.containsKey(name)) {
        doubtful.add(name);
      }
    }
    return new RecordedArguments(values, doubtful, caller, doubt);
  }
}
