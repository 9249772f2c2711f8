package dev.mcppolicy.analysis;

import dev.mcppolicy.analysis.Draft.Kind;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the requests of the protocol that a policy judges no more. A name with a slash may be that
 * of a request, and no request is judged that no such name matches: without the name it goes out,
 * where a tool would be denied by default.
 */
final class FreedRequests {

  private FreedRequests() {}

  /** Returns a draft for each name of the older policy whose requests the newer lets out unseen. */
  static List<Draft> between(PolicyModel older, PolicyModel newer) {
    if (older.shadow()) {
      return List.of(); // judged them, and denied none
    }
    List<String> judged = new ArrayList<>(names(newer).values());
    List<Draft> drafts = new ArrayList<>();
    names(older)
        .forEach(
            (pointer, name) -> {
              if (judged.stream().noneMatch(now -> Globs.covers(now, name))
                  && denies(older, name)) {
                drafts.add(
                    new Draft(
                        Kind.FREED, name, pointer, null, DiffMessages.freedRequest(name), false));
              }
            });
    return drafts;
  }

  /** Returns the names with a slash by where they stand. */
  private static Map<String, String> names(PolicyModel model) {
    Map<String, String> names = new LinkedHashMap<>();
    model.tools().forEach(entry -> names.put(entry.pointer(), entry.key()));
    for (int i = 0; i < model.hide().size(); i++) {
      names.put(Pointers.child("/hide", i), model.hide().get(i));
    }
    names.values().removeIf(name -> name.indexOf('/') < 0);
    return names;
  }

  /** Says whether a policy may deny a request of this name. */
  private static boolean denies(PolicyModel model, String name) {
    Stream<ToolEntry> entries =
        Stream.concat(
            Stream.ofNullable(model.allTools()),
            model.tools().stream().filter(entry -> meet(entry.key(), name)));
    return model.definitions().written()
        || model.hide().stream().anyMatch(hidden -> meet(hidden, name))
        || entries.anyMatch(entry -> !entry.shadow() && !Comparer.asksNothing(entry));
  }

  private static boolean meet(String one, String other) {
    return Globs.common(one, other).isPresent();
  }
}
