package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated scenarios reach all of the language, and a broken engine does not get through them. */
class GeneratorsTest {

  private static final int SCENARIOS = 2_000;
  private static final UnaryOperator<String> AS_IT_IS = text -> text;

  @Test
  void everyKeyAndOperatorOfTheLanguageOccurs() {
    Map<String, Integer> keys = new TreeMap<>();
    Map<String, Integer> operators = new TreeMap<>();
    for (Scenario scenario : scenarios()) {
      count(scenario.policy(), "", keys, operators);
    }

    assertThat(operators.keySet()).isEqualTo(Emphasis.OPERATORS);
    assertThat(operators.values()).allMatch(times -> times > 50);
    assertThat(keys.keySet())
        .containsExactlyInAnyOrder(
            "$schema",
            "version",
            "description",
            "default",
            "mode",
            "hide",
            "hide_denied",
            "approvals",
            "approvals.timeout",
            "all_tools",
            "tools",
            "action",
            "reason",
            "allowed_args",
            "require",
            "deny_if",
            "approve_if",
            "limits",
            "concurrency",
            "rate_limit",
            "conditions",
            "on_deny",
            "any",
            "all",
            "path",
            "op",
            "value",
            "optional",
            "counter",
            "window",
            "max",
            "scope",
            "per",
            "amount",
            "amount_from",
            "increment_from",
            "align",
            "zone",
            "refund");
    assertThat(keys.values()).allMatch(times -> times > 20);
  }

  @Test
  void everyAnswerOccursOftenEnoughToBeCompared() {
    Map<String, Integer> answers = new TreeMap<>();
    for (Scenario scenario : scenarios()) {
      Comparison.difference(
          scenario,
          ReferenceUnderTest.reading(AS_IT_IS),
          verdict -> {
            answers.merge(String.valueOf(verdict.code()), 1, Integer::sum);
            if (verdict.shadow() != null) {
              answers.merge("shadow " + verdict.shadow(), 1, Integer::sum);
            }
            if (verdict.allowed() && verdict.asked()) {
              answers.merge("approved", 1, Integer::sum);
            }
            if ("limit_exceeded".equals(verdict.code())) {
              answers.merge(verdict.retryAfter() == null ? "no use" : "later", 1, Integer::sum);
            }
          });
    }

    List<String> wanted = new ArrayList<>(List.of("null", "approved", "no use", "later"));
    wanted.addAll(List.of("approval_denied", "approval_timeout", "approval_pending"));
    wanted.add("shadow approval_required");
    for (String code :
        List.of(
            "hidden",
            "not_listed",
            "denied",
            "argument_not_allowed",
            "require_failed",
            "deny_if_matched",
            "invalid_amount",
            "invalid_key",
            "limit_exceeded",
            "concurrency_exceeded")) {
      wanted.add(code);
      wanted.add("shadow " + code);
    }
    assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(answers.values()).as("%s", answers).allMatch(times -> times >= 8);
  }

  @Test
  void theReferenceAgreesWithItself() {
    for (Scenario scenario : scenarios()) {
      String difference = Comparison.difference(scenario, ReferenceUnderTest.reading(AS_IT_IS));

      assertThat(difference).as("%s", scenario).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"lt\"|\"lte\"",
        "\"gte\"|\"gt\"",
        "\"neq\"|\"eq\"",
        "\"starts_with\"|\"ends_with\"",
        "\"regex\"|\"not_regex\"",
        "\"within\"|\"not_within\"",
        "\"host_in\"|\"host_not_in\"",
        "\"length_gte\"|\"length_lte\"",
        "\"exists\", \"value\": true|\"exists\", \"value\": false",
        "\"integer\"|\"number\"",
        "\"optional\": true|\"optional\": false",
        "[*]|[0]",
        "(?i)|(?s)",
        "\"any\"|\"all\"",
        "\"default\": \"allow\"|\"default\": \"deny\"",
        "\"hide_denied\": true|\"hide_denied\": false",
        "\"scope\": \"global\"|\"scope\": \"grant\"",
        "\"scope\": \"session\"|\"scope\": \"grant\"",
        "\"refund\": \"failure\"|\"refund\": \"error\"",
        "\"refund\": \"never\"|\"refund\": \"error\"",
        "\"max\": 2|\"max\": 3",
        "\"window\": \"second\"|\"window\": \"PT1.000000001S\"",
        "\"window\": \"lifetime\"|\"window\": \"week\"",
        "\"align\": \"calendar\"|\"align\": \"sliding\"",
        "\"zone\": \"Europe/Berlin\"|\"zone\": \"UTC\"",
        "\"zone\": \"America/Havana\"|\"zone\": \"America/New_York\"",
        "\"counter\": \"c1\"|\"counter\": \"c2\"",
        "\"amount\": 0.5|\"amount\": 0.1",
        "\"per\": \"args.k\"|\"per\": \"tool.name\"",
        "\"concurrency\": 2|\"concurrency\": 3",
        "\"mode\": \"shadow\"|\"mode\": \"enforce\"",
        "\"on_deny\": \"No.\"|\"on_deny\": \"Yes.\"",
        "\"reason\": \"Closed.\"|\"reason\": \"Open.\"",
        "\"/app\"|\"/app/x\"",
        "\"*.example.com\"|\"example.com\"",
      })
  void anEngineThatReadsOneThingAsAnotherIsFound(String one, String another) {
    EngineUnderTest.Loader broken = ReferenceUnderTest.reading(text -> text.replace(one, another));

    assertThat(isFound(broken)).isTrue();
  }

  @Test
  void anEngineWhoseCalendarIsOffIsFound() {
    assertThat(isFound(ReferenceUnderTest.startingLater(java.time.Duration.ofNanos(1)))).isTrue();
  }

  @Test
  void aDifferenceIsMadeSmaller() {
    EngineUnderTest.Loader broken =
        ReferenceUnderTest.reading(text -> text.replace("\"gte\"", "\"gt\""));
    Scenario found = null;
    for (Scenario scenario : scenarios()) {
      if (found == null && Comparison.difference(scenario, broken) != null) {
        found = scenario;
      }
    }
    assertThat(found).isNotNull();

    Scenario smaller = Smaller.of(found, each -> Comparison.difference(each, broken) != null);

    assertThat(smaller.steps()).hasSize(1);
    assertThat(JsonText.write(smaller.policy()).length()).isLessThan(400);
  }

  private static boolean isFound(EngineUnderTest.Loader engine) {
    for (Scenario scenario : scenarios()) {
      if (Comparison.difference(scenario, engine) != null) {
        return true;
      }
    }
    return false;
  }

  /** The same ones for every test. */
  private static List<Scenario> scenarios() {
    return Made.SCENARIOS;
  }

  private static final class Made {
    static final List<Scenario> SCENARIOS = make();

    private static List<Scenario> make() {
      Random random = new Random(20260705);
      List<Scenario> scenarios = new ArrayList<>();
      for (int i = 0; i < GeneratorsTest.SCENARIOS; i++) {
        Emphasis emphasis = Emphasis.values()[i % Emphasis.values().length];
        scenarios.add(Generators.scenario(random, emphasis, 25));
      }
      return scenarios;
    }
  }

  private static void count(
      Object node, String under, Map<String, Integer> keys, Map<String, Integer> operators) {
    if (node instanceof List<?> list) {
      list.forEach(each -> count(each, under, keys, operators));
    }
    if (!(node instanceof Map<?, ?> object)) {
      return;
    }
    object.forEach(
        (key, value) -> {
          if (under.equals("tools")) {
            count(value, "", keys, operators);
            return;
          }
          keys.merge(
              under.equals("approvals") ? "approvals." + key : (String) key, 1, Integer::sum);
          if (key.equals("op")) {
            operators.merge((String) value, 1, Integer::sum);
          } else if (!key.equals("value") && value != null) {
            count(
                value,
                Set.of("tools", "approvals").contains(key) ? (String) key : "",
                keys,
                operators);
          }
        });
  }
}
