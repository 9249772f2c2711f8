package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One place of a definition that is written otherwise.
 *
 * @param pointer the place, as a JSON Pointer into the definition
 * @param before what stood there as JSON, or null if nothing did
 * @param after what stands there as JSON, or null if nothing does
 */
public record Edit(String pointer, @Nullable String before, @Nullable String after) {

  static List<Edit> between(Map<?, ?> before, Map<?, ?> after) {
    List<Edit> edits = new ArrayList<>();
    objects("", before, after, edits);
    return edits;
  }

  private static void objects(String pointer, Map<?, ?> before, Map<?, ?> after, List<Edit> edits) {
    Set<String> keys = new TreeSet<>();
    before.keySet().forEach(key -> keys.add((String) key));
    after.keySet().forEach(key -> keys.add((String) key));
    for (String key : keys) {
      String child = Pointers.child(pointer, key);
      if (!before.containsKey(key)) {
        edits.add(new Edit(child, null, Json.print(after.get(key))));
      } else if (!after.containsKey(key)) {
        edits.add(new Edit(child, Json.print(before.get(key)), null));
      } else {
        values(child, before.get(key), after.get(key), edits);
      }
    }
  }

  private static void values(
      String pointer, @Nullable Object before, @Nullable Object after, List<Edit> edits) {
    if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
      objects(pointer, old, now, edits);
    } else if (!Definitions.same(before, after)) {
      edits.add(new Edit(pointer, Json.print(before), Json.print(after)));
    }
  }

  /** Says in a line what is written otherwise. */
  @Override
  public String toString() {
    if (before == null) {
      return "+ " + pointer + ": " + after;
    }
    return after == null
        ? "- " + pointer + ": " + before
        : "~ " + pointer + ": " + before + " -> " + after;
  }
}
