package dev.mcppolicy.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reviewed;
import dev.mcppolicy.ToolCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the policy says of definitions and of schemas, beside what else it says, and whatever is
 * known of the tool: the engine answers as somebody does who reads the page of the language.
 */
class DefinitionsProperties {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS = List.of("t", "t*", "*", "other");

  /** What a step says: a code, and the rules of which any may be named. */
  private record Denial(String code, Set<String> rules) {}

  @Property(tries = 1_000)
  void theEngineAnswersAsTheLanguageSays(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Object> policy = policy(random);
    Map<String, Object> args = args(random);
    Reviewed review = review(random);
    PolicyEngine engine = PolicyEngine.of(Policy.parse(JSON.writeValueAsString(policy)));
    ToolCall plain = ToolCall.of("t", args);
    ToolCall call = review == null ? plain : plain.withReview(review);

    Decision decision = engine.check(call);

    String what = JSON.writeValueAsString(policy) + " " + args + " " + review;
    Denial binding = isShadow(policy) ? null : naive(policy, args, review, false);
    agrees(what, decision, binding);
    if (binding == null) {
      Denial full = naive(policy, args, review, true);
      assertThat(decision.shadow().isPresent()).as(what).isEqualTo(full != null);
      decision.shadow().ifPresent(shadow -> agrees(what + " in shadow", shadow, full));
    }
    boolean visible =
        review == null
            ? engine.isVisible("t", Caller.byDefault())
            : engine.isVisible("t", Caller.byDefault(), review);
    assertThat(visible).as(what).isEqualTo(naiveVisible(policy, review));
  }

  private static void agrees(String what, Decision decision, @Nullable Denial denial) {
    assertThat(decision.code().map(Object::toString).orElse(null))
        .as(what)
        .isEqualTo(denial == null ? null : denial.code);
    if (denial != null) {
      assertThat(denial.rules).as(what).contains(decision.rule());
    }
  }

  // ---------------------------------------------------------------- what is drawn

  private static Map<String, Object> policy(Random random) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("version", "1");
    policy.put("default", random.nextBoolean() ? "allow" : "deny");
    maybe(random, 8, policy, "mode", "shadow");
    maybe(random, 8, policy, "hide", List.of("t"));
    maybe(random, 4, policy, "hide_denied", true);
    if (random.nextInt(3) > 0) {
      Map<String, Object> definitions = new LinkedHashMap<>();
      for (DefinitionChange change : DefinitionChange.values()) {
        maybe(random, 2, definitions, change.id(), random.nextInt(3) == 0 ? "deny" : "report");
      }
      policy.put("definitions", definitions);
    }
    maybe(random, 2, policy, "all_tools", entry(random, false));
    Map<String, Object> tools = new LinkedHashMap<>();
    for (String key : KEYS) {
      maybe(random, 2, tools, key, entry(random, true));
    }
    policy.put("tools", tools);
    return policy;
  }

  private static Map<String, Object> entry(Random random, boolean named) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (named) {
      maybe(random, 8, entry, "action", "deny");
    }
    maybe(random, 6, entry, "mode", "shadow");
    maybe(random, 6, entry, "allowed_args", List.of("a"));
    List<Object> validate = List.of(true, false, "closed");
    maybe(random, 2, entry, "validate_args", validate.get(random.nextInt(3)));
    Map<String, Object> condition = Map.of("path", "args.a", "op", "eq", "value", 1);
    maybe(random, 6, entry, "deny_if", List.of(Map.of("conditions", List.of(condition))));
    return entry;
  }

  private static void maybe(
      Random random, int oneIn, Map<String, Object> map, String key, Object value) {
    if (random.nextInt(oneIn) == 0) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> args(Random random) {
    Map<String, Object> args = new LinkedHashMap<>();
    maybe(random, 2, args, "a", random.nextInt(2));
    maybe(random, 4, args, "b", 1);
    return args;
  }

  private static @Nullable Reviewed review(Random random) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    Set<DefinitionChange> changes = EnumSet.noneOf(DefinitionChange.class);
    for (DefinitionChange change : DefinitionChange.values()) {
      if (random.nextInt(6) == 0) {
        changes.add(change);
      }
    }
    boolean closed = random.nextBoolean();
    return new Reviewed(changes, closed || random.nextBoolean(), closed);
  }

  // ---------------------------------------------------------------- what the language says

  private static boolean isShadow(Map<?, ?> fields) {
    return "shadow".equals(fields.get("mode"));
  }

  /** The entries that apply to the tool, by pointer. */
  private static Map<String, Map<?, ?>> entries(Map<String, Object> policy, boolean shadowToo) {
    Map<String, Map<?, ?>> entries = new LinkedHashMap<>();
    if (policy.get("all_tools") instanceof Map<?, ?> all) {
      entries.put("/all_tools", all);
    }
    for (Map.Entry<?, ?> tool : ((Map<?, ?>) policy.get("tools")).entrySet()) {
      if (!tool.getKey().equals("other")) {
        entries.put("/tools/" + tool.getKey(), (Map<?, ?>) tool.getValue());
      }
    }
    if (!shadowToo) {
      entries.values().removeIf(DefinitionsProperties::isShadow);
    }
    return entries;
  }

  private static boolean isListed(Map<String, Object> policy) {
    return policy.get("default").equals("allow")
        || entries(policy, true).keySet().stream().anyMatch(key -> key.startsWith("/tools/"));
  }

  private static @Nullable Denial naive(
      Map<String, Object> policy,
      Map<String, Object> args,
      @Nullable Reviewed review,
      boolean shadowToo) {
    Map<String, Map<?, ?>> entries = entries(policy, shadowToo);
    if (policy.containsKey("hide")) {
      return new Denial("hidden", Set.of("/hide/0"));
    }
    if (!isListed(policy)) {
      return new Denial("not_listed", Set.of("/default"));
    }
    List<Denial> steps = new ArrayList<>();
    steps.add(having(entries, "denied", "/action", e -> "deny".equals(e.get("action"))));
    steps.add(byDefinition(policy, review));
    steps.add(
        having(
            entries,
            "argument_not_allowed",
            "/allowed_args",
            e -> e.containsKey("allowed_args") && args.containsKey("b")));
    steps.add(
        having(
            entries,
            "invalid_arguments",
            "/validate_args",
            e ->
                review == null
                    ? e.containsKey("validate_args")
                        && !Boolean.FALSE.equals(e.get("validate_args"))
                    : (Boolean.TRUE.equals(e.get("validate_args")) && !review.fits())
                        || ("closed".equals(e.get("validate_args")) && !review.fitsClosed())));
    steps.add(
        having(
            entries,
            "deny_if_matched",
            "/deny_if/0",
            e -> e.containsKey("deny_if") && Integer.valueOf(1).equals(args.get("a"))));
    return steps.stream().filter(step -> !step.rules.isEmpty()).findFirst().orElse(null);
  }

  private static Denial having(
      Map<String, Map<?, ?>> entries,
      String code,
      String rule,
      java.util.function.Predicate<Map<?, ?>> denies) {
    Set<String> rules = new TreeSet<>();
    entries.forEach(
        (pointer, entry) -> {
          if (denies.test(entry)) {
            rules.add(pointer + rule);
          }
        });
    return new Denial(code, rules);
  }

  private static Denial byDefinition(Map<String, Object> policy, @Nullable Reviewed review) {
    Map<?, ?> written = (Map<?, ?>) policy.get("definitions");
    Set<String> rules = new TreeSet<>();
    if (review == null) {
      if (written != null) {
        rules.add("/definitions");
      }
      return new Denial("definition_changed", rules);
    }
    for (DefinitionChange change : review.changes()) {
      Object said = written == null ? null : written.get(change.id());
      String effect =
          said != null ? said.toString() : change == DefinitionChange.NARROWED ? "report" : "deny";
      if (effect.equals("deny")) {
        rules.add(
            said != null ? "/definitions/" + change.id() : written != null ? "/definitions" : "");
      }
    }
    return new Denial("definition_changed", rules);
  }

  private static boolean naiveVisible(Map<String, Object> policy, @Nullable Reviewed review) {
    if (isShadow(policy)) {
      return true;
    }
    boolean denied =
        !isListed(policy)
            || entries(policy, false).values().stream()
                .anyMatch(entry -> "deny".equals(entry.get("action")));
    return !policy.containsKey("hide")
        && !(policy.containsKey("hide_denied") && denied)
        && byDefinition(policy, review).rules.isEmpty();
  }
}
