package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Whatever calls are made, a difference that shows was reported, and what is shown is true. */
class DiffProperties {

  private static Optional<Policy> policy(Object document) {
    try {
      return Optional.of(Policy.parse(Documents.print(Node.of(document))));
    } catch (InvalidPolicyException e) {
      return Optional.empty();
    }
  }

  @Property(tries = 12)
  void pairsThatDifferALittle(@ForAll long seed) {
    Chance chance = new Chance(seed);
    boolean shadow = chance.oneIn(4);
    Map<String, Object> older = chance.policy(shadow);
    Object newer = older;
    for (int i = 0; i <= chance.below(2); i++) {
      newer = changed(newer, chance, shadow);
    }
    check(older, newer, chance);
  }

  @Tag("thorough")
  @Property(tries = 1_000)
  void manyPairsThatDifferALittle(@ForAll long seed) {
    pairsThatDifferALittle(seed);
  }

  @Tag("thorough")
  @Property(tries = 300)
  void manyPairsThatHaveNothingInCommon(@ForAll long seed) {
    pairsThatHaveNothingInCommon(seed);
  }

  @Property(tries = 4)
  void pairsThatHaveNothingInCommon(@ForAll long seed) {
    Chance chance = new Chance(seed);
    check(chance.policy(true), chance.policy(true), chance);
  }

  /** Returns a document with one of its parts dropped, doubled, or drawn again. */
  @SuppressWarnings("unchecked")
  private static Object changed(Object node, Chance chance, boolean shadow) {
    if (node instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) map);
      List<String> keys = new ArrayList<>(copy.keySet());
      String key = chance.one(keys);
      if (chance.oneIn(5)) {
        copy.remove(key);
      } else if (chance.oneIn(6) && copy.containsKey("tools")) {
        copy.put("tools", chance.policy(shadow).get("tools"));
      } else if (chance.oneIn(4) && copy.containsKey("default")) {
        copy.put("hide", chance.some(2, () -> chance.one(List.of("t", "t*"))));
      } else {
        copy.put(key, changed(copy.get(key), chance, shadow));
      }
      return copy;
    }
    if (node instanceof List<?> list && !list.isEmpty()) {
      List<Object> copy = new ArrayList<>(list);
      int at = chance.below(copy.size());
      if (chance.oneIn(4)) {
        copy.remove(at);
      } else if (chance.oneIn(4) && copy.get(at) instanceof Map<?, ?> part) {
        copy.add(part.containsKey("conditions") ? chance.predicate(false) : copy.get(at));
      } else {
        copy.set(at, changed(copy.get(at), chance, shadow));
      }
      return copy;
    }
    if (node instanceof Number number) {
      return Math.max(0, number.intValue() + (chance.oneIn(2) ? 1 : -1));
    }
    return node instanceof Boolean flag ? !flag : node;
  }

  private static void check(Object before, Object after, Chance chance) {
    Policy older = policy(before).orElse(null);
    Policy newer = policy(after).orElse(null);
    if (older == null || newer == null) {
      return;
    }
    PolicyDiff diff = PolicyDiff.between(older, newer);
    assertThat(PolicyDiff.mayWiden(older, newer))
        .as(older.toJson() + newer.toJson())
        .isEqualTo(diff.wider());
    for (Change change : diff.changes()) {
      change
          .witness()
          .ifPresent(
              witness ->
                  assertThat(Duel.replay(older, newer, witness))
                      .as(change.sentence())
                      .contains(witness));
      if (change.effect() == Change.Effect.WIDER) {
        assertThat(change.witness()).matches(witness -> Hunt.isWider(witness.orElseThrow()));
      }
    }
    for (int history = 0; history < 12; history++) {
      play(older, newer, diff, chance);
    }
  }

  private static void play(Policy older, Policy newer, PolicyDiff diff, Chance chance) {
    Duel duel = new Duel(older, newer, Instant.EPOCH);
    for (int i = 0; i < 12 && duel.witness().isEmpty(); i++) {
      if (chance.oneIn(5)) {
        duel.advance(chance.one(List.of(Duration.ofSeconds(1), Duration.ofMinutes(1))));
      } else if (chance.oneIn(8)) {
        duel.look(chance.one(List.of("t", "u", "tt", "v")));
      } else {
        duel.call(
            chance.call(),
            chance.one(Arrays.asList(null, Outcome.OK, Outcome.ERROR, Outcome.FAILURE)));
      }
    }
    duel.witness()
        .ifPresent(
            witness -> {
              String told =
                  diff.changes() + " but " + witness + "\n" + older.toJson() + newer.toJson();
              assertThat(diff.changes()).as(told).isNotEmpty();
              boolean call = witness.older().verdict().compareTo(Witness.Verdict.ALLOW) <= 0;
              if (call) {
                assertThat(diff.changes())
                    .as(told)
                    .anyMatch(change -> change.effect() != Change.Effect.TEXT);
                if (Hunt.isWider(witness)) {
                  assertThat(diff.wider()).as(told).isTrue();
                }
              }
            });
  }

  @Property(tries = 30)
  void orderAndSpellingAreNoDifference(@ForAll long seed) {
    Chance chance = new Chance(seed);
    Map<String, Object> document = chance.policy(true);
    Policy older = policy(document).orElse(null);
    Policy newer = policy(shuffled(document, new Random(seed))).orElse(null);
    if (older != null && newer != null) {
      assertThat(PolicyDiff.between(older, newer).changes())
          .as(older.toJson() + newer.toJson())
          .isEmpty();
    }
  }

  @SuppressWarnings("unchecked")
  private static Object shuffled(Object node, Random random) {
    if (node instanceof Map<?, ?> map) {
      List<String> keys = new ArrayList<>((java.util.Set<String>) map.keySet());
      Collections.shuffle(keys, random);
      Map<String, Object> shuffled = new LinkedHashMap<>();
      for (String key : keys) {
        Object part = map.get(key);
        boolean unordered =
            List.of(
                    "require",
                    "deny_if",
                    "approve_if",
                    "limits",
                    "hide",
                    "conditions",
                    "any",
                    "all")
                .contains(key);
        if (unordered && part instanceof List<?> list) {
          List<Object> parts = new ArrayList<>();
          list.forEach(each -> parts.add(shuffled(each, random)));
          Collections.shuffle(parts, random);
          shuffled.put(key, parts);
        } else if (key.equals("tools") || key.equals("all_tools") || map.containsKey("default")) {
          shuffled.put(key, shuffled(part, random));
        } else {
          boolean entry = part instanceof Map<?, ?> && !map.containsKey("path");
          shuffled.put(key, entry ? shuffled(part, random) : part);
        }
      }
      return shuffled;
    }
    return node;
  }
}
