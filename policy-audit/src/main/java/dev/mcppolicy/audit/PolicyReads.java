package dev.mcppolicy.audit;

import dev.mcppolicy.Policy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy looks at when it judges calls of a tool, and which counters they meet; rather too
 * much than too little.
 *
 * <p>This class is immutable and thread-safe.
 */
final class PolicyReads {

  /** A window that never ends. */
  static final Duration EVER = Duration.ofDays(1_000_000);

  private static final Set<String> PATHS = Set.of("path", "per", "amount_from", "increment_from");
  private static final Map<String, Duration> WINDOWS =
      Map.of(
          "second", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));

  private final Map<String, Part> named = new HashMap<>();
  private final Part everywhere = new Part();
  private final Map<String, Duration> windows = new HashMap<>();

  /** What entries look at. */
  static final class Part {
    private final Set<String> arguments = new HashSet<>();
    private final Set<String> counters = new HashSet<>();
    private boolean all;
    private boolean caller;

    private void add(Part other) {
      arguments.addAll(other.arguments);
      counters.addAll(other.counters);
      all |= other.all;
      caller |= other.caller;
    }

    /** Says whether a top-level argument is looked at. */
    boolean reads(String argument) {
      return all || arguments.contains(argument);
    }

    /** Says whether an attribute of the caller is. */
    boolean readsCaller() {
      return caller;
    }

    /** Returns the names of the counters that calls meet. */
    Set<String> counters() {
      return counters;
    }
  }

  private PolicyReads() {}

  static PolicyReads of(Policy policy) {
    PolicyReads reads = new PolicyReads();
    Map<String, @Nullable Object> document =
        JsonObjects.read(policy.toJson().getBytes(StandardCharsets.UTF_8));
    reads.entry("all_tools", document.get("all_tools"), reads.everywhere);
    if (document.get("tools") instanceof Map<?, ?> tools) {
      tools.forEach(
          (key, entry) -> {
            String name = String.valueOf(key);
            boolean glob = name.contains("*") || name.contains("?");
            reads.entry(
                name,
                entry,
                glob ? reads.everywhere : reads.named.computeIfAbsent(name, k -> new Part()));
          });
    }
    return reads;
  }

  /** Returns what is looked at when a tool is called. */
  Part ofTool(String tool) {
    Part part = new Part();
    part.add(everywhere);
    Part own = named.get(tool);
    if (own != null) {
      part.add(own);
    }
    return part;
  }

  /** Returns for how long a counter remembers a call at most. */
  Duration memory(String counter) {
    return windows.getOrDefault(counter, EVER);
  }

  /** Returns the names of all counters. */
  Set<String> counters() {
    return windows.keySet();
  }

  private void entry(String key, @Nullable Object entry, Part part) {
    if (!(entry instanceof Map<?, ?> fields)) {
      return;
    }
    paths(fields, part);
    Object validate = fields.get("validate_args");
    part.all |= validate != null && !validate.equals(false);
    if (fields.containsKey("rate_limit")) {
      counter(part, key + "_rate", rateWindow(fields.get("rate_limit")));
    }
    if (fields.containsKey("concurrency")) {
      counter(part, "/" + key + "/concurrency", EVER);
    }
    if (fields.get("limits") instanceof List<?> limits) {
      for (int i = 0; i < limits.size(); i++) {
        if (limits.get(i) instanceof Map<?, ?> limit) {
          Object name = limit.get("counter");
          counter(
              part,
              name == null ? "/" + key + "/limits/" + i : String.valueOf(name),
              window(limit.get("window")));
        }
      }
    }
  }

  private void counter(Part part, String name, Duration window) {
    part.counters.add(name);
    windows.merge(name, window, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  private static Duration rateWindow(@Nullable Object rate) {
    if (rate instanceof Map<?, ?> object) {
      return window(object.get("window"));
    }
    String text = String.valueOf(rate);
    return window(text.substring(text.indexOf('/') + 1));
  }

  /** Returns how far back a window counts; what is longer than ever is ever. */
  private static Duration window(@Nullable Object window) {
    Duration length = length(window);
    return length.compareTo(EVER) < 0 ? length : EVER;
  }

  private static Duration length(@Nullable Object window) {
    if (window instanceof Number seconds) {
      BigDecimal exact = new BigDecimal(seconds.toString());
      return exact.compareTo(BigDecimal.valueOf(EVER.toSeconds())) < 0
          ? Duration.ofSeconds(exact.longValue() + 1)
          : EVER;
    }
    Duration known = WINDOWS.get(String.valueOf(window));
    if (known != null) {
      return known;
    }
    try {
      return Duration.parse(String.valueOf(window));
    } catch (DateTimeException e) {
      return EVER;
    }
  }

  private static void paths(@Nullable Object node, Part part) {
    if (node instanceof Map<?, ?> fields) {
      fields.forEach(
          (key, value) -> {
            if (PATHS.contains(String.valueOf(key))) {
              texts(value).forEach(path -> path(path, part));
            } else {
              paths(value, part);
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(element -> paths(element, part));
    }
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> texts.add(String.valueOf(element)));
    } else {
      texts.add(String.valueOf(value));
    }
    return texts;
  }

  private static void path(String path, Part part) {
    if (path.startsWith("caller")) {
      part.caller = true;
    } else if (path.startsWith("args.")) {
      String rest = path.substring("args.".length());
      int end = 0;
      while (end < rest.length() && rest.charAt(end) != '.' && rest.charAt(end) != '[') {
        end++;
      }
      part.arguments.add(rest.substring(0, end));
    } else if (path.startsWith("args")) {
      part.all = true; // a quoted key, or every element
    }
  }
}
