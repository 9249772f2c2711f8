package dev.mcppolicy.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.properties.Player.Seen;
import dev.mcppolicy.properties.RandomPolicies.Wanted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** What holds of every policy, every call and every schedule. */
@PropertyDefaults(tries = 250, edgeCases = EdgeCasesMode.NONE)
class EngineProperties {

  // A restriction never widens

  @Property(tries = 1000)
  void aRestrictionNeverLetsAFirstCallThroughThatWasDenied(
      @ForAll("policies") ObjectNode policy,
      @ForAll("restrictions") Restriction restriction,
      @ForAll("calls") Step.Call call) {
    ObjectNode stricter = restriction.applyTo(policy);
    Decision before = Player.of(parse(policy)).play(call).orElseThrow();
    Decision after = Player.of(parse(stricter)).play(call).orElseThrow();
    if (after.isAllowed()) {
      assertThat(before.isAllowed()).as("%s, then %s", before, after).isTrue();
    }
    atLeast(2, before.isAllowed() ? after.isAllowed() ? "both allow" : "stricter" : "both deny");
  }

  @Property(tries = 400)
  void aRestrictionIsStricterWhateverTheCountersHold(
      @ForAll("policies") ObjectNode policy,
      @ForAll("restrictions") Restriction restriction,
      @ForAll("schedules") List<Step> steps) {
    Policy lenient = parse(policy);
    Policy strict = parse(restriction.applyTo(policy));
    Player player = Player.of(lenient);
    for (Step step : steps) {
      if (step instanceof Step.Call call) {
        Decision before = player.engine().explain(call.toCall()).decision();
        player.engine().replace(strict);
        Decision after = player.engine().explain(call.toCall()).decision();
        player.engine().replace(lenient);
        assertThat(strictness(after))
            .as("%s, then %s", before, after)
            .isGreaterThanOrEqualTo(strictness(before));
      }
      player.play(step);
    }
  }

  private static int strictness(Decision decision) {
    return switch (decision.effect()) {
      case ALLOW -> 0;
      case ASK -> 1;
      case DENY -> 2;
    };
  }

  @Property
  void whereNothingIsCountedARestrictionLeavesASubsetOfASchedule(
      @ForAll("statelessPolicies") ObjectNode policy,
      @ForAll("restrictingRules") Restriction restriction,
      @ForAll("schedules") List<Step> steps) {
    List<Seen> before = Player.of(parse(policy)).play(steps);
    List<Seen> after = Player.of(parse(restriction.applyTo(policy))).play(steps);
    for (int i = 0; i < before.size(); i++) {
      if (after.get(i).effect() == Effect.ALLOW) {
        assertThat(before.get(i).effect()).isEqualTo(Effect.ALLOW);
      }
    }
  }

  // Order never matters

  @Property(tries = 500)
  void orderNeverChangesADecision(
      @ForAll("policies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Policy one = parse(policy);
    Policy other = parse(new Shuffles(random).everything(policy));
    Player first = Player.of(one);
    Player second = Player.of(other);
    assertThat(second.visible()).isEqualTo(first.visible());
    assertThat(second.play(steps).stream().map(Seen::whicheverRuleIsNamed))
        .as(other.toJson())
        .containsExactlyElementsOf(
            first.play(steps).stream().map(Seen::whicheverRuleIsNamed).toList());
  }

  @Property
  void theDigestDiffersByTheOrderOfListsOnly(
      @ForAll("policies") ObjectNode policy, @ForAll Random random) {
    Shuffles shuffles = new Shuffles(random);
    Policy one = parse(policy);
    assertThat(parse(shuffles.keys(policy)).digest()).isEqualTo(one.digest());
    JsonNode other = shuffles.everything(policy);
    assertThat(parse(other).digest().equals(one.digest())).isEqualTo(other.equals(policy));
  }

  // The digest and the print

  @Property
  void theDigestDoesNotSeeHowADocumentIsSpelled(
      @ForAll("policies") ObjectNode policy, @ForAll Random random) {
    Shuffles shuffles = new Shuffles(random);
    String respelled = shuffles.respelled(shuffles.keys(policy));
    Policy one = parse(policy);
    Policy other = Policy.parse(respelled);
    assertThat(other.digest()).as(respelled).isEqualTo(one.digest());
    assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
    Policy again = Policy.parse(other.toJson());
    assertThat(again).isEqualTo(other);
    assertThat(again.toJson()).isEqualTo(other.toJson());
  }

  @Property
  void whatIsPrintedIsWhatWasRead(@ForAll("policies") ObjectNode policy, @ForAll Random random) {
    JsonNode shuffled = new Shuffles(random).keys(policy);
    assertThat(RandomPolicies.json(parse(shuffled).toJson()).toString())
        .isEqualTo(shuffled.toString());
  }

  @Property
  void theDigestSeesEveryChange(
      @ForAll("policies") ObjectNode policy,
      @ForAll @IntRange(max = 5) int kind,
      @ForAll @IntRange(max = 50) int where) {
    ObjectNode before = policy.deepCopy();
    before
        .withObject("/tools/extra")
        .removeAll()
        .withArray("limits")
        .addObject()
        .put("window", "day")
        .put("max", 1)
        .put("on_deny", "Slow.");
    ObjectNode after = before.deepCopy();
    switch (kind) {
      case 0 -> after.put("description", after.path("description").asText() + "!");
      case 1 -> {
        ObjectNode holder = pick(after.findParents("on_deny"), where);
        holder.put("on_deny", holder.get("on_deny").asText() + "!");
      }
      case 2 -> {
        ObjectNode holder = pick(after.findParents("max"), where);
        holder.put("max", holder.get("max").decimalValue().add(new BigDecimal("1e-30")));
      }
      case 3 -> after.withObject("/tools/other");
      case 4 -> ((ObjectNode) after.get("tools").get("extra")).remove("limits");
      default ->
          after.put("default", after.get("default").asText().equals("deny") ? "allow" : "deny");
    }
    assertThat(parse(after).digest()).isNotEqualTo(parse(before).digest());
    assertThat(parse(after)).isNotEqualTo(parse(before));
  }

  private static ObjectNode pick(List<JsonNode> nodes, int where) {
    return (ObjectNode) nodes.get(where % nodes.size());
  }

  // Ways to ask

  @Property
  void blockingOrNotTheDecisionsAreTheSame(
      @ForAll("policies") ObjectNode policy, @ForAll("schedules") List<Step> steps) {
    assertThat(Player.async(parse(policy)).play(steps))
        .isEqualTo(Player.of(parse(policy)).play(steps));
  }

  @Property
  void anExplanationSaysWhatWillBeDecidedAndSpendsNothing(
      @ForAll("policies") ObjectNode policy, @ForAll("schedules") List<Step> steps) {
    Player explained = Player.of(parse(policy));
    List<Seen> seen = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Call call) {
        ToolCall frozen = call.toCall();
        Explanation explanation = explained.engine().explain(frozen);
        assertThat(explained.engine().explain(frozen).toString()).isEqualTo(explanation.toString());
        Seen made = Seen.of(explained.play(step).orElseThrow());
        if (explanation.decision().effect() == Effect.ASK) {
          assertThat(made.code())
              .isIn(List.of(Optional.empty(), Optional.of(Code.APPROVAL_DENIED)));
          assertThat(made.rule()).isIn("", explanation.decision().rule());
        } else {
          assertThat(Seen.of(explanation.decision())).as(explanation.toString()).isEqualTo(made);
        }
        seen.add(made);
      } else {
        explained.play(step);
      }
    }
    assertThat(seen).isEqualTo(Player.of(parse(policy)).play(steps));
  }

  // Shadow

  @Property(tries = 1000)
  void inShadowNothingIsDeniedAndTheShadowIsWhatEnforcingSays(
      @ForAll("enforcedPolicies") ObjectNode policy,
      @ForAll("calls") Step.Call call,
      @ForAll("schedules") List<Step> steps) {
    Policy inShadow = parse(policy.deepCopy().put("mode", "shadow"));
    Player shadow = Player.of(inShadow);
    assertThat(shadow.visible()).isEqualTo(RandomPolicies.TOOLS);
    Decision recorded = shadow.play(call).orElseThrow();
    assertThat(recorded.effect()).isEqualTo(Effect.ALLOW);
    Decision enforced = Player.of(parse(policy)).engine().explain(call.toCall()).decision();
    if (enforced.effect() == Effect.ALLOW) {
      assertThat(recorded.shadow()).isEmpty();
    } else {
      assertThat(Seen.of(recorded.shadow().orElseThrow())).isEqualTo(Seen.of(enforced));
    }
    assertThat(shadow.play(steps)).allMatch(seen -> seen.effect() == Effect.ALLOW);
    atLeast(2, enforced.effect().name());
  }

  // The builder

  @Property
  void aPolicyThatIsBuiltIsTheOneThatIsRead(
      @ForAll("policies") ObjectNode policy, @ForAll("schedules") List<Step> steps) {
    ObjectNode document = asABuilderWrites(policy);
    Policy read = parse(document);
    Policy built = ByBuilder.of(document);
    assertThat(built).as(built.toJson()).isEqualTo(read);
    assertThat(Policy.parse(built.toJson())).isEqualTo(built);
    assertThat(Player.of(built).play(steps)).isEqualTo(Player.of(read).play(steps));
  }

  /** Writes lists where one text would do, and gives each action its reason. */
  private static ObjectNode asABuilderWrites(ObjectNode policy) {
    ObjectNode document = policy.deepCopy();
    document
        .findParents("op")
        .forEach(
            condition -> {
              boolean takesLists =
                  List.of("starts_with", "ends_with", "within", "not_within")
                      .contains(condition.get("op").asText());
              if (takesLists && condition.get("value") instanceof TextNode one) {
                ((ObjectNode) condition).putArray("value").add(one);
              }
            });
    document
        .findParents("action")
        .forEach(
            entry -> {
              if (!entry.has("reason")) {
                ((ObjectNode) entry).put("reason", "r");
              }
            });
    document
        .findParents("max")
        .forEach(
            limit -> {
              boolean isLimit = limit.has("window") && !isRate(document, limit);
              if (isLimit && limit.get("window").isNumber()) {
                ((ObjectNode) limit).put("window", "PT" + limit.get("window") + "S");
              }
            });
    return document;
  }

  private static boolean isRate(ObjectNode document, JsonNode limit) {
    return document.findValues("rate_limit").stream().anyMatch(rate -> rate == limit);
  }

  // Many tools

  @Property(tries = 4)
  void aPolicyOfTwoThousandToolsJudgesEachAsIfItWereAlone(
      @ForAll("tools") List<JsonNode> entries,
      @ForAll("policies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    ObjectNode big = policy.deepCopy();
    ObjectNode tools = big.withObject("/tools");
    List<String> names = new ArrayList<>(RandomPolicies.TOOLS);
    for (int i = 0; i < 2_000; i++) {
      String name = "tool-" + i + (i % 50 == 0 ? "-*" : i % 49 == 0 ? "?" : "");
      tools.set(name, entries.get(i % entries.size()).deepCopy());
      names.add("tool-" + i);
      names.add("tool-" + i + "-x");
    }
    Policy whole = parse(big);
    for (int i = 0; i < 5; i++) {
      String tool = names.get(random.nextInt(names.size()));
      ObjectNode small = big.deepCopy();
      ObjectNode applying = small.withObject("/tools").removeAll();
      tools
          .properties()
          .forEach(
              entry -> {
                if (tool.matches(asRegex(entry.getKey()))) {
                  applying.set(entry.getKey(), entry.getValue());
                }
              });
      List<Step> ofTool = steps.stream().map(step -> ofTool(step, tool)).toList();
      assertThat(Player.of(whole).play(ofTool))
          .as(tool)
          .isEqualTo(Player.of(parse(small)).play(ofTool));
    }
  }

  private static String asRegex(String glob) {
    StringBuilder regex = new StringBuilder("(?s)");
    glob.codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '*' ? ".*" : c == '?' ? "." : "\\x{" + Integer.toHexString(c) + "}"));
    return regex.toString();
  }

  private static Step ofTool(Step step, String tool) {
    return step instanceof Step.Call call
        ? new Step.Call(tool, call.arguments(), call.grant(), call.session(), call.server())
        : step;
  }

  private static Policy parse(JsonNode policy) {
    return Policy.parse(policy.toString());
  }

  /** Asserts that each kind of case that is seen at all is seen often enough to mean something. */
  private static void atLeast(int percent, String kind) {
    Statistics.collect(kind);
    Statistics.coverage(coverage -> coverage.check(kind).percentage(share -> share >= percent));
  }

  @Provide
  Arbitrary<ObjectNode> policies() {
    return RandomPolicies.policies(Wanted.ALL);
  }

  @Provide
  Arbitrary<ObjectNode> enforcedPolicies() {
    return RandomPolicies.policies(Wanted.ENFORCED);
  }

  @Provide
  Arbitrary<ObjectNode> statelessPolicies() {
    return RandomPolicies.policies(Wanted.STATELESS);
  }

  @Provide
  Arbitrary<List<JsonNode>> tools() {
    return RandomPolicies.policies(Wanted.ALL)
        .filter(policy -> policy.has("tools"))
        .map(
            policy -> {
              List<JsonNode> entries = new ArrayList<>();
              entries.add(policy.objectNode());
              for (JsonNode entry : policy.get("tools")) {
                // Two thousand have to fit into a document
                if (entry.toString().length() < 400) {
                  entries.add(entry);
                }
              }
              return entries;
            });
  }

  @Provide
  Arbitrary<Restriction> restrictions() {
    return Restriction.any();
  }

  @Provide
  Arbitrary<Restriction> restrictingRules() {
    return Restriction.rules();
  }

  @Provide
  Arbitrary<Step.Call> calls() {
    return Step.calls();
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    return Step.schedules(12);
  }
}
