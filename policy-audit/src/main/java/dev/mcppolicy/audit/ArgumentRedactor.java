package dev.mcppolicy.audit;

import dev.mcppolicy.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which values of a call's arguments are recorded.
 *
 * <p>It is asked on the thread that judges. If it throws, or returns what can't be copied, the call
 * can't be recorded. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ArgumentRedactor {

  /** Returns what to record of a call's arguments. */
  Map<String, ? extends @Nullable Object> redact(ToolCall call);

  /** Lets everything through. */
  static ArgumentRedactor everything() {
    return call -> call.arguments().asMap();
  }

  /** Lets only the top-level arguments of these names through. */
  static ArgumentRedactor only(String... names) {
    List<String> kept = List.of(names);
    return call -> {
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>(call.arguments().asMap());
      arguments.keySet().retainAll(kept);
      return arguments;
    };
  }

  /** Lets everything through but the top-level arguments of these names. */
  static ArgumentRedactor without(String... names) {
    List<String> hidden = List.of(names);
    return call -> {
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>(call.arguments().asMap());
      arguments.keySet().removeAll(hidden);
      return arguments;
    };
  }
}
