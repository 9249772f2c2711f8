package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Names of tools such that every combination of few keys has one. */
final class Names {

  private static final int MOST = 200;
  private static final int MOST_PAIRED = 60;

  private final Set<String> names = new LinkedHashSet<>();

  Names(PolicyModel older, PolicyModel newer) {
    List<String> keys =
        Stream.of(older, newer)
            .flatMap(
                model ->
                    Stream.concat(
                        model.tools().stream().map(ToolEntry::key), model.hide().stream()))
            .distinct()
            .toList();
    String unlisted = "unlisted_tool";
    while (isMatched(keys, unlisted)) {
      unlisted += "_";
      if (unlisted.length() > 40) {
        break;
      }
    }
    names.add(unlisted);
    keys.forEach(this::examples);
    List<String> globs = keys.stream().filter(Globs::isGlob).limit(MOST_PAIRED).toList();
    for (String glob : globs) {
      for (String other : globs) {
        Globs.common(glob, other).ifPresent(names::add);
      }
    }
    names.remove("");
  }

  private static boolean isMatched(List<String> keys, String name) {
    return keys.stream()
        .filter(key -> !Globs.isEverything(key))
        .anyMatch(key -> Globs.covers(key, name));
  }

  private void examples(String key) {
    if (Globs.isGlob(key)) {
      names.add(key.replace("*", "").replace('?', 'a'));
      names.add(key.replace("*", "x").replace('?', 'b'));
      names.add(key.replace("*", "any").replace('?', 'c'));
    } else {
      names.add(key);
    }
  }

  /** Returns names that a key matches. */
  List<String> of(String key) {
    List<String> matching = new ArrayList<>();
    for (String name : names) {
      if (matching.size() < MOST && Globs.covers(key, name)) {
        matching.add(name);
      }
    }
    return matching;
  }
}
