package dev.mcppolicy.analysis;

import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Ground.Spot;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes calls of one tool that two policies perhaps judge differently. Deterministic. */
final class Scout {

  private static final int RANDOM_CALLS = 150;
  private static final int MOST_PAIRED = 12;
  private static final int MOST_CALLS = 3_000;

  private final Ground ground;
  private final List<Spot> spots;
  private final ToolCall bare;

  Scout(PolicyModel older, PolicyModel newer, String tool) {
    this.ground = new Ground(older, newer, tool);
    this.spots = ground.spots();
    this.bare =
        ToolCall.of(tool).withCaller(Caller.of(Caller.DEFAULT_GRANT)).withSession("session");
  }

  /** Returns calls that pass as many rules of each policy as could be managed. */
  List<ToolCall> passing() {
    ToolCall ofOlder = settled(ground.older(), bare);
    ToolCall ofNewer = settled(ground.newer(), bare);
    List<ToolEntry> both = new ArrayList<>(ground.older());
    both.addAll(ground.newer());
    return List.of(settled(both, ofOlder), settled(both, ofNewer), ofOlder, ofNewer);
  }

  /** Returns calls at the borders of the rules, the plainest first. */
  List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>();
    for (ToolCall base : new LinkedHashSet<>(passing())) {
      calls.add(base);
      calls.addAll(near(base));
    }
    Random random = new Random(42);
    for (int i = 0; i < RANDOM_CALLS && !spots.isEmpty(); i++) {
      ToolCall call = bare;
      for (Spot spot : spots) {
        call = spot.route().put(call, spot.values().get(random.nextInt(spot.values().size())));
      }
      calls.add(call);
    }
    calls.add(passing().get(0).withCaller(Caller.unidentified()));
    calls.add(passing().get(0).withSession(null));
    return calls.subList(0, Math.min(calls.size(), MOST_CALLS));
  }

  /** Returns calls that differ from one in one place, or in two places. */
  private List<ToolCall> near(ToolCall base) {
    List<ToolCall> calls = new ArrayList<>();
    for (Spot spot : spots) {
      for (Object value : spot.values()) {
        calls.add(spot.route().put(base, value));
      }
      calls.addAll(spot.route().cut(base));
    }
    for (int i = 0; i < spots.size() && spots.size() <= MOST_PAIRED; i++) {
      for (int j = 0; j < i; j++) {
        for (Object one : first(spots.get(i))) {
          for (Object two : first(spots.get(j))) {
            calls.add(spots.get(j).route().put(spots.get(i).route().put(base, one), two));
          }
        }
      }
    }
    return calls;
  }

  private static List<@Nullable Object> first(Spot spot) {
    return spot.values().subList(0, Math.min(spot.values().size(), MOST_PAIRED));
  }

  /** Changes a call, one place after the other, as long as it then fails fewer rules. */
  private ToolCall settled(List<ToolEntry> entries, ToolCall from) {
    ToolCall best = from;
    int fewest = failing(entries, best);
    for (int round = 0; round < 3 && fewest > 0; round++) {
      for (Spot spot : spots) {
        for (Object value : spot.values()) {
          ToolCall call = spot.route().put(best, value);
          int failing = failing(entries, call);
          if (failing < fewest) {
            best = call;
            fewest = failing;
          }
        }
      }
    }
    return best;
  }

  private static int failing(List<ToolEntry> entries, ToolCall call) {
    if (call.arguments().problem().isPresent()) {
      return Integer.MAX_VALUE;
    }
    int failing = 0;
    for (ToolEntry entry : entries) {
      failing += failing(entry.require(), Truth.TRUE, call);
      failing += failing(entry.denyIf(), Truth.FALSE, call);
      failing += failing(entry.approveIf(), Truth.FALSE, call);
      Set<String> allowed = entry.allowedArgs();
      if (allowed != null) {
        for (String name : call.arguments().asMap().keySet()) {
          failing += allowed.contains(name) ? 0 : 2;
        }
      }
      for (LimitRule limit : entry.limits()) {
        failing += isWrong(limit, call) ? 2 : 0;
      }
    }
    return failing;
  }

  /** A predicate that fails weighs two, and each of its conditions that fails one more. */
  private static int failing(List<Predicate> predicates, Truth passing, ToolCall call) {
    int failing = 0;
    for (Predicate predicate : predicates) {
      if (predicate.test(call) != passing) {
        failing += 2;
        if (passing == Truth.TRUE) {
          failing +=
              (int)
                  predicate.conditions().stream()
                      .filter(condition -> condition.test(call) != Truth.TRUE)
                      .count();
        }
      }
    }
    return failing;
  }

  private static boolean isWrong(LimitRule limit, ToolCall call) {
    boolean amount =
        limit.amountFrom() == null
            || (limit.amountFrom().resolve(call) instanceof Number number
                && number.doubleValue() >= 0);
    boolean keys =
        limit.per().stream()
            .map(path -> path.resolve(call))
            .allMatch(key -> key instanceof String || key instanceof Number);
    return !amount || !keys;
  }
}
