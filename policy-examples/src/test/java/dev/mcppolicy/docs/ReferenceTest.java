package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Refund;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Keys;
import dev.mcppolicy.internal.rule.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference names everything there is, and its tables are true. */
class ReferenceTest {

  private static final Page REFERENCE = Page.of("docs/policy-reference.md");
  private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)`|absent");
  private static final String POLICY =
      "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {%s}}";

  @Test
  void everyKeyStandsInIt() {
    Stream.of(
            Keys.POLICY,
            Keys.APPROVALS,
            Keys.DEFINITIONS,
            Keys.TOOL,
            Keys.ALL_TOOLS,
            Keys.PREDICATE,
            Keys.CONDITION,
            Keys.ANY,
            Keys.ALL,
            Keys.LIMIT,
            Keys.RATE_LIMIT)
        .flatMap(List::stream)
        .forEach(key -> assertThat(REFERENCE.text()).contains("`" + key + "`"));
  }

  @Test
  void everyOperatorHasExamplesThatAreTrue() {
    Set<String> shown = new HashSet<>();
    Set<String> shownUnknown = new HashSet<>(List.of("exists", "type"));
    for (List<String> row :
        REFERENCE.table("`op`", "`value`", "true of", "false of", "unknown of")) {
      String op = examples(row.get(0)).get(0);
      String value = examples(row.get(1)).get(0);
      PolicyEngine engine =
          engine(
              "\"r\": {\"require\": [{\"conditions\": ["
                  + condition(op, value)
                  + "]}]},"
                  + "\"d\": {\"deny_if\": [{\"conditions\": ["
                  + condition(op, value)
                  + "]}]}");
      examples(row.get(2)).forEach(v -> judges(engine, row, v, true, false));
      examples(row.get(3)).forEach(v -> judges(engine, row, v, false, true));
      examples(row.get(4)).forEach(v -> judges(engine, row, v, false, false));
      assertThat(examples(row.get(2))).as("%s", row).isNotEmpty();
      assertThat(examples(row.get(3))).as("%s", row).isNotEmpty();
      if (!examples(row.get(4)).isEmpty()) {
        shownUnknown.add(op);
      }
      shown.add(op);
    }
    assertThat(shownUnknown).isEqualTo(shown);
    assertThat(shown).isEqualTo(new HashSet<>(Operator.ids()));
  }

  private static String condition(String op, String value) {
    return "{\"path\": \"args.v\", \"op\": \"" + op + "\", \"value\": " + value + "}";
  }

  private static void judges(
      PolicyEngine engine, List<String> row, String value, boolean required, boolean notDenied) {
    String args = value.equals("absent") ? "{}" : "{\"v\": " + value + "}";
    assertThat(check(engine, "r", args).isAllowed())
        .as("require of %s: %s", value, row)
        .isEqualTo(required);
    assertThat(check(engine, "d", args).isAllowed())
        .as("deny_if of %s: %s", value, row)
        .isEqualTo(notDenied);
  }

  @Test
  void namesMatchAsShown() {
    List<List<String>> rows = REFERENCE.table("key", "names", "does not name");
    assertThat(rows).isNotEmpty();
    for (List<String> row : rows) {
      PolicyEngine engine = engine("\"" + examples(row.get(0)).get(0) + "\": {}");
      examples(row.get(1))
          .forEach(
              tool -> assertThat(check(engine, tool, "{}").isAllowed()).as("%s", row).isTrue());
      examples(row.get(2))
          .forEach(
              tool -> assertThat(check(engine, tool, "{}").isAllowed()).as("%s", row).isFalse());
    }
  }

  @Test
  void pathsReadWhatIsShown() {
    List<List<String>> rows = REFERENCE.table("path", "of the arguments", "reads");
    assertThat(rows).isNotEmpty();
    for (List<String> row : rows) {
      String path = Json.quoted(examples(row.get(0)).get(0));
      String values = String.join(", ", examples(row.get(2)));
      PolicyEngine engine =
          engine(
              "\"t\": {\"require\": [{\"conditions\": [{\"path\": "
                  + path
                  + ", \"op\": \"in\", \"value\": ["
                  + values
                  + "]}]}]}");
      Decision decision = check(engine, "t", examples(row.get(1)).get(0));
      assertThat(decision.isAllowed()).as("%s", row).isTrue();
    }
  }

  @Test
  void windowsAreAsLongAsShown() {
    List<List<String>> rows = REFERENCE.table("`window`", "length");
    assertThat(rows).hasSizeGreaterThan(5);
    for (List<String> row : rows) {
      String window = examples(row.get(0)).get(0);
      PolicyEngine engine =
          engine("\"t\": {\"limits\": [{\"window\": " + window + ", \"max\": 1}]}");
      check(engine, "t", "{}").reservation().settle(Outcome.OK);
      Decision refused = check(engine, "t", "{}");
      assertThat(refused.isAllowed()).isFalse();
      assertThat(refused.retryAfter())
          .as("%s", row)
          .isEqualTo(examples(row.get(1)).stream().findFirst().map(Duration::parse));
    }
  }

  @Test
  void outcomesGiveBackWhatIsShown() {
    Page limits = Page.of("docs/limits.md");
    List<List<String>> rows =
        limits.table("outcome", "`\"error\"`", "`\"failure\"`", "`\"never\"`");
    List<Outcome> shown = new ArrayList<>();
    for (List<String> row : rows) {
      Outcome outcome = Outcome.valueOf(examples(row.get(0)).get(0));
      shown.add(outcome);
      givesBack(outcome, Refund.ERROR, row.get(1));
      givesBack(outcome, Refund.FAILURE, row.get(2));
      givesBack(outcome, Refund.NEVER, row.get(3));
    }
    assertThat(shown).containsExactlyInAnyOrder(Outcome.values());
  }

  private static void givesBack(Outcome outcome, Refund refund, String said) {
    PolicyEngine engine =
        engine(
            "\"t\": {\"concurrency\": 1, \"limits\": [{\"window\": \"lifetime\", \"max\": 1,"
                + " \"refund\": \""
                + refund.name().toLowerCase(Locale.ROOT)
                + "\"}]}");
    check(engine, "t", "{}").reservation().settle(outcome);
    assertThat(said).isIn("kept", "given back");
    assertThat(check(engine, "t", "{}").isAllowed())
        .as("%s %s", outcome, refund)
        .isEqualTo(said.equals("given back"));
  }

  private static PolicyEngine engine(String tools) {
    Policy policy = Policy.parse(POLICY.replace("%s", tools));
    return PolicyEngine.builder(policy).clock(new TestClock()).build();
  }

  private static Decision check(PolicyEngine engine, String tool, String args) {
    JsonNode json = Json.read(args);
    @SuppressWarnings("unchecked")
    Map<String, Object> plain = (Map<String, Object>) Json.plain(json);
    return engine.check(
        ToolCall.of(tool, Arguments.freeze(plain)).withCaller(Caller.byDefault().withId("c")));
  }

  private static List<String> examples(String cell) {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(cell);
    while (matcher.find()) {
      examples.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
    }
    return examples;
  }
}
