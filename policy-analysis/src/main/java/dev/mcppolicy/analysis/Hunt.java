package dev.mcppolicy.analysis;

import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.PolicyModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks for calls that show the differences of two policies, and tries each before it is told. */
final class Hunt {

  private final Policy older;
  private final Policy newer;
  private final PolicyModel oldModel;
  private final PolicyModel newModel;
  private final Names names;
  private final Duel.Side firstOlder;
  private final Duel.Side firstNewer;
  private final Map<String, List<Witness>> atOnce = new HashMap<>();
  private final Series series;

  /** So many calls are tried as first calls. */
  private int budget = 60_000;

  Hunt(Policy older, Policy newer, PolicyModel oldModel, PolicyModel newModel) {
    this.older = older;
    this.newer = newer;
    this.oldModel = oldModel;
    this.newModel = newModel;
    this.names = new Names(oldModel, newModel);
    this.firstOlder = new Duel.Side(older, Instant.EPOCH);
    this.firstNewer = new Duel.Side(newer, Instant.EPOCH);
    this.series = new Series(older, newer, oldModel, newModel, names);
  }

  /** Returns steps that show a difference, if some were found. */
  Optional<Witness> show(Draft draft) {
    return switch (draft.kind()) {
      case TEXT, FREED -> Optional.empty();
      case LISTING -> look(draft);
      case NARROWING -> best(draft, witness -> !isWider(witness));
      case OPEN -> best(draft, Hunt::isWider).or(() -> best(draft, witness -> true));
    };
  }

  static boolean isWider(Witness witness) {
    return PolicyDiff.rank(witness.newer()) > PolicyDiff.rank(witness.older());
  }

  private Optional<Witness> look(Draft draft) {
    for (String name : names.of(draft.key())) {
      Duel duel = new Duel(older, newer, Instant.EPOCH);
      duel.look(name);
      if (duel.witness().isPresent()) {
        return duel.witness();
      }
    }
    return Optional.empty();
  }

  /** Returns a witness of the right direction: one that the draft explains, if there is one. */
  private Optional<Witness> best(Draft draft, Predicate<Witness> direction) {
    List<String> tools = names.of(draft.key());
    Optional<Witness> found =
        first(tools, witness -> direction.test(witness) && draft.explains(witness));
    if (found.isEmpty() && draft.counts()) {
      found = series.of(tools, witness -> direction.test(witness) && draft.explains(witness));
    }
    return found.or(() -> first(tools, direction));
  }

  private Optional<Witness> first(List<String> tools, Predicate<Witness> wanted) {
    return tools.stream().flatMap(this::differing).filter(wanted).findFirst();
  }

  private Stream<Witness> differing(String tool) {
    return atOnce.computeIfAbsent(tool, this::search).stream();
  }

  private List<Witness> search(String tool) {
    List<Witness> found = new ArrayList<>();
    if (budget <= 0) {
      return found;
    }
    Set<List<Object>> seen = new HashSet<>();
    List<ToolCall> calls = new Scout(oldModel, newModel, tool).calls();
    budget -= calls.size();
    for (ToolCall call : calls) {
      Duel.First before = firstOlder.first(call);
      Duel.First after = firstNewer.first(call);
      if (before.verdict() != after.verdict() && seen.add(List.of(before, after))) {
        Duel duel = new Duel(older, newer, Instant.EPOCH);
        duel.call(call, dev.mcppolicy.Outcome.OK);
        duel.witness().ifPresent(found::add);
      }
    }
    return found;
  }
}
