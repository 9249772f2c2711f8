package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.Change.Effect;
import dev.mcppolicy.analysis.Witness.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDiffTest {

  /** Two policies, and what is said of them. */
  private record Pair(String older, String newer, Effect effect, String sentence) {}

  private static Pair tool(String older, String newer, Effect effect, String sentence) {
    return new Pair(
        "'default': 'deny', 'tools': {'run': {" + older + "}}",
        "'default': 'deny', 'tools': {'run': {" + newer + "}}",
        effect,
        sentence);
  }

  private static String lte(int most) {
    return "'require': [{'conditions': [{'path': 'args.n', 'op': 'lte', 'value': " + most + "}]}]";
  }

  private static String where(String key, String path, String operator, String value) {
    return String.format(
        "'%s': [{'conditions': [{'path': '%s', 'op': '%s', 'value': %s}]}]",
        key, path, operator, value);
  }

  /** Each of these shows a call. */
  private static final List<Pair> SHOWN =
      List.of(
          new Pair(
              "'default': 'deny'",
              "'default': 'allow'",
              Effect.WIDER,
              "Tools that no key names are newly allowed."),
          new Pair(
              "'default': 'allow'",
              "'default': 'deny'",
              Effect.NARROWER,
              "Tools that no key names are newly denied."),
          new Pair(
              "'default': 'deny', 'mode': 'enforce'",
              "'default': 'deny', 'mode': 'shadow'",
              Effect.WIDER,
              "The policy only records what it would do, where it was enforced."),
          new Pair(
              "'default': 'deny', 'tools': {}",
              "'default': 'deny', 'tools': {'read_*': {}}",
              Effect.WIDER,
              "Tools like \"read_*\": newly listed."),
          new Pair(
              "'default': 'deny', 'tools': {'read_*': {}}",
              "'default': 'deny', 'tools': {}",
              Effect.NARROWER,
              "Tools like \"read_*\": no longer listed by this entry."),
          new Pair(
              "'default': 'allow', 'hide': ['a']",
              "'default': 'allow', 'hide': ['b*']",
              Effect.NARROWER,
              "Tools like \"b*\": newly hidden."),
          new Pair(
              "'default': 'allow', 'hide': ['b*']",
              "'default': 'allow', 'hide': ['b1']",
              Effect.WIDER,
              "Tools like \"b*\": no longer hidden."),
          new Pair(
              "'default': 'allow', 'hide_denied': false, 'tools': {'t': {'action': 'deny'}}",
              "'default': 'allow', 'hide_denied': true, 'tools': {'t': {'action': 'deny'}}",
              Effect.TEXT,
              "Tools that are not listed or always denied are newly left out of lists of tools."),
          tool(
              "'action': 'deny'",
              "'action': 'require_approval'",
              Effect.WIDER,
              "Tool \"run\": asked for approval, and not denied any more."),
          tool(
              "'action': 'require_approval'",
              "",
              Effect.WIDER,
              "Tool \"run\": allowed if the rules agree, and not asked for approval any more."),
          tool(
              "'allowed_args': ['a']",
              "'allowed_args': ['a', 'b']",
              Effect.WIDER,
              "Tool \"run\": only the arguments \"a\", \"b\" may be given, and not \"a\"."),
          tool(
              "'validate_args': true",
              "",
              Effect.WIDER,
              "Tool \"run\": arguments are not validated, where they were validated."),
          new Pair(
              "'default': 'allow', 'definitions': {}",
              "'default': 'allow'",
              Effect.WIDER,
              "Tools of whose definition nothing is known are no longer denied for that."),
          tool(
              lte(10),
              lte(20),
              Effect.WIDER,
              "Tool \"run\": a predicate of require is loosened from (args.n lte 10) to (args.n lte"
                  + " 20)."),
          tool(
              lte(20),
              lte(10),
              Effect.NARROWER,
              "Tool \"run\": a predicate of require is tightened from (args.n lte 20) to (args.n"
                  + " lte 10)."),
          tool(
              where("require", "args.branch", "regex", "'^feat/[a-z]{3}-[0-9]+$'"),
              "",
              Effect.WIDER,
              "Tool \"run\": a predicate of require is removed: (args.branch regex"
                  + " \"^feat/[a-z]{3}-[0-9]+$\")."),
          tool(
              "",
              where("require", "args.files[*].path", "within", "['/app', '/tmp']"),
              Effect.NARROWER,
              "Tool \"run\": a predicate of require is added: (args.files[*].path within [\"/app\","
                  + " \"/tmp\"])."),
          tool(
              where("require", "args.url", "host_in", "['a.example']"),
              where("require", "args.url", "host_in", "['a.example', '*.b.example']"),
              Effect.WIDER,
              "Tool \"run\": a predicate of require is loosened from (args.url host_in"
                  + " [\"a.example\"]) to (args.url host_in [\"a.example\", \"*.b.example\"])."),
          tool(
              where("deny_if", "caller.team", "neq", "'ops'"),
              "",
              Effect.WIDER,
              "Tool \"run\": a predicate of deny_if is removed: (caller.team neq \"ops\")."),
          tool(
              where("approve_if", "args.n", "gt", "5"),
              where("approve_if", "args.n", "gt", "6"),
              Effect.WIDER,
              "Tool \"run\": a predicate of approve_if is loosened from (args.n gt 5) to (args.n gt"
                  + " 6)."),
          tool(
              "'rate_limit': '10/minute'",
              "'rate_limit': '20/minute'",
              Effect.WIDER,
              "Tool \"run\": a limit is raised from 10 in PT1M, scope grant, each 1, refund error to"
                  + " 20 in PT1M, scope grant, each 1, refund error."),
          tool(
              "'rate_limit': '10/minute'",
              "'rate_limit': '10/hour'",
              Effect.NARROWER,
              "Tool \"run\": a limit is changed from 10 in PT1M, scope grant, each 1, refund error"
                  + " to 10 in PT1H, scope grant, each 1, refund error."),
          tool(
              "'rate_limit': '1000/day'",
              "",
              Effect.WIDER,
              "Tool \"run\": a limit is removed: 1000 in PT24H, scope grant, each 1, refund error."),
          tool(
              limit("'max': 1000000, 'amount_from': 'args.amount'"),
              limit("'max': 2000000, 'amount_from': 'args.amount'"),
              Effect.WIDER,
              "Tool \"run\": a limit is raised from 1000000 in PT24H, scope grant, each args.amount,"
                  + " refund error to 2000000 in PT24H, scope grant, each args.amount, refund"
                  + " error."),
          tool(
              limit("'max': 3, 'scope': 'global'"),
              limit("'max': 3, 'scope': 'grant'"),
              Effect.WIDER,
              "Tool \"run\": a limit is changed from 3 in PT24H, scope global, each 1, refund error"
                  + " to 3 in PT24H, scope grant, each 1, refund error."),
          tool(
              limit("'max': 3"),
              limit("'max': 3, 'per': 'args.customer'"),
              Effect.WIDER,
              "Tool \"run\": a limit is changed from 3 in PT24H, scope grant, each 1, refund error"
                  + " to 3 in PT24H, scope grant, per args.customer, each 1, refund error."),
          tool(
              limit("'max': 3, 'refund': 'never'"),
              limit("'max': 3, 'refund': 'error'"),
              Effect.WIDER,
              "Tool \"run\": a limit is changed from 3 in PT24H, scope grant, each 1, refund never"
                  + " to 3 in PT24H, scope grant, each 1, refund error."),
          tool(
              limit("'max': 3"),
              limit("'max': 3, 'align': 'calendar'"),
              Effect.WIDER,
              "Tool \"run\": a limit is changed from 3 in PT24H, scope grant, each 1, refund error"
                  + " to 3 in PT24H by the calendar of Z, scope grant, each 1, refund error."),
          tool(
              "'concurrency': 2",
              "'concurrency': 3",
              Effect.WIDER,
              "Tool \"run\": 3 calls may be in flight at once, and not 2 any more."));

  private static String limit(String fields) {
    return "'limits': [{'window': 'day', " + fields + "}]";
  }

  private static Policy policy(String fields) {
    return Policy.parse(("{'version': '1', " + fields + "}").replace('\'', '"'));
  }

  @TestFactory
  Stream<DynamicTest> eachChangeIsSaidAndShown() {
    return SHOWN.stream()
        .map(
            pair ->
                DynamicTest.dynamicTest(
                    pair.sentence(),
                    () -> {
                      PolicyDiff diff =
                          PolicyDiff.between(policy(pair.older()), policy(pair.newer()));
                      Change change =
                          diff.changes().stream()
                              .filter(each -> each.sentence().equals(pair.sentence()))
                              .findFirst()
                              .orElseThrow(() -> new AssertionError(diff.changes()));
                      assertThat(change.effect()).isEqualTo(pair.effect());
                      assertThat(change.witness()).isPresent();
                    }));
  }

  @Test
  void aRaisedLimitIsShownByTheCallThatItLetsThrough() {
    Witness witness =
        PolicyDiff.between(
                policy("'default': 'allow', 'all_tools': {'rate_limit': '2/minute'}"),
                policy("'default': 'allow', 'all_tools': {'rate_limit': '3/minute'}"))
            .changes()
            .get(0)
            .witness()
            .orElseThrow();
    assertThat(witness.steps())
        .singleElement()
        .isInstanceOfSatisfying(Witness.Call.class, call -> assertThat(call.times()).isEqualTo(3));
    assertThat(witness.older().verdict()).isEqualTo(Verdict.DENY);
    assertThat(witness.older().code()).contains("limit_exceeded");
    assertThat(witness.older().rule()).isEqualTo("/all_tools/rate_limit");
    assertThat(witness.newer().verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void orderSpellingAndFormatAreNoDifference() {
    assertThat(
            PolicyDiff.between(
                    policy(
                        "'default': 'deny', 'tools': {'a': {'rate_limit': '1/minute', 'require':"
                            + " [{'conditions': [{'path': 'args.x', 'op': 'in', 'value': [1, 2]},"
                            + " {'path': 'args.y', 'op': 'eq', 'value': 3}]}]}, 'b': {}}"),
                    policy(
                        "'tools': {'b': {'action': 'allow'}, 'a': {'require': [{'conditions':"
                            + " [{'path': 'args[\\'y\\']', 'op': 'eq', 'value': 3.0}, {'all':"
                            + " [{'path': 'args.x', 'op': 'in', 'value': [2, 1.0, 2]}]}]}],"
                            + " 'limits': [{'window': 60, 'max': 1.0}]}}, 'default': 'deny'"
                                .replace("\\'", "\\\\\"")))
                .changes())
        .isEmpty();
  }

  @Test
  void wordsDecideNothing() {
    PolicyDiff diff =
        PolicyDiff.between(
            policy("'default': 'deny', 'tools': {'a': {'action': 'deny', 'reason': 'x'}}"),
            policy(
                "'default': 'deny', 'description': 'd', 'tools': {'a': {'action': 'deny',"
                    + " 'reason': 'y'}}"));
    assertThat(diff.changes()).extracting(Change::effect).containsOnly(Effect.TEXT);
    assertThat(diff.changes())
        .extracting(Change::sentence)
        .containsExactly("Tool \"a\": another reason is given.", "The description changes.");
    assertThat(diff.wider()).isFalse();
  }

  @Test
  void whatCantBeDecidedCountsAsWider() {
    PolicyDiff diff =
        PolicyDiff.between(
            policy(
                "'default': 'deny', 'approvals': {'timeout': 'PT1M'}, 'tools': {'a':"
                    + " {'action': 'require_approval'}}"),
            policy(
                "'default': 'deny', 'approvals': {'timeout': 'PT2M'}, 'tools': {'a':"
                    + " {'action': 'require_approval'}}"));
    assertThat(diff.changes())
        .extracting(Change::sentence)
        .containsExactly(
            "An approval may take PT2M instead of PT1M. No call was found that is allowed only"
                + " now, but whether there is one can't be decided.");
    assertThat(diff.wider()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'resources/read': {'action': 'deny'} | 'y': {'action': 'deny'}",
        "'resources/read': {'rate_limit': '1/hour'} | 'y': {'action': 'deny'}",
        "'resources/read': {'action': 'deny'} | '*': {'action': 'deny'}",
        "'resources/read': {'action': 'deny'} | 'resources/list': {'action': 'deny'}",
        "'resources/*': {'action': 'deny'} | 'resources/read': {'action': 'deny'}",
        "'resources/read': {}, '*': {'action': 'deny'} | '*': {'action': 'deny'}"
      })
  void requestsThatAreNoLongerJudgedMakeAPolicyWider(String tools) {
    String[] pair = tools.split(" \\| ");
    Policy older = policy("'default': 'deny', 'tools': {'x': {}, " + pair[0] + "}");
    Policy newer = policy("'default': 'deny', 'tools': {'x': {}, " + pair[1] + "}");
    PolicyDiff diff = PolicyDiff.between(older, newer);
    boolean glob = pair[0].startsWith("'resources/*");
    assertThat(diff.changes())
        .filteredOn(change -> change.effect() == Effect.WIDER)
        .extracting(Change::sentence)
        .containsExactly(
            glob
                ? "Requests like \"resources/*\": no longer judged, and so let through."
                : "Requests named \"resources/read\": no longer judged, and so let through.");
    assertThat(PolicyDiff.mayWiden(older, newer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tools': {'resources/read': {'action': 'deny'}} | 'tools': {'res*/*': {'action': 'deny'}}",
        "'tools': {'resources/read': {}} | 'tools': {}",
        "'tools': {'resources/read': {}, 'x*': {'action': 'deny'}} | 'tools': {'x*': {'action':"
            + " 'deny'}}",
        "'tools': {'*read': {'action': 'deny'}} | 'tools': {}",
        "'hide': ['resources/read'] | 'hide': ['*/read']",
        "'tools': {'x/y': {'action': 'deny', 'mode': 'shadow'}} | 'tools': {}"
      })
  void requestsThatAreStillJudgedOrNeverWereDeniedDoNot(String fields) {
    String[] pair = fields.split(" \\| ");
    Policy older = policy("'default': 'deny', " + pair[0]);
    Policy newer = policy("'default': 'deny', " + pair[1]);
    assertThat(PolicyDiff.between(older, newer).changes())
        .extracting(Change::sentence)
        .isNotEmpty()
        .noneMatch(sentence -> sentence.contains("no longer judged"));
  }

  @Test
  void aRequestThatOnlyAGlobForToolsHidesIsNoLongerJudged() {
    assertThat(
            PolicyDiff.between(
                    policy("'default': 'deny', 'hide': ['resources/read']"),
                    policy("'default': 'deny', 'hide': ['*']"))
                .wider())
        .isTrue();
  }

  @Test
  void aShadowThatSpendsIsNotCalledNarrower() {
    PolicyDiff diff =
        PolicyDiff.between(
            policy(
                "'default': 'allow', 'tools': {'a': {'mode': 'shadow', 'rate_limit':"
                    + " '1/minute'}}"),
            policy(
                "'default': 'allow', 'tools': {'a': {'mode': 'shadow', 'rate_limit':"
                    + " '1/minute', 'allowed_args': []}}"));
    assertThat(diff.wider()).isTrue();
  }

  private static List<String> said(String older, String newer) {
    return PolicyDiff.between(policy(older), policy(newer)).changes().stream()
        .map(change -> change.effect() + " " + change.sentence())
        .toList();
  }

  @Test
  void whatNoCallOfAComparisonCanShowIsSaidAsWell() {
    assertThat(
            said(
                "'default': 'allow', 'definitions': {}",
                "'default': 'allow', 'definitions': {'narrowed': 'deny'}"))
        .containsExactly("NARROWER A tool whose input schema was narrowed is newly denied.");
    assertThat(
            said(
                "'default': 'allow', 'definitions': {}",
                "'default': 'allow', 'definitions': {'description': 'report'}"))
        .containsExactly(
            "UNDECIDED A tool whose description changed is only reported, where it was denied. No"
                + " call was found that is allowed only now, but whether there is one can't be"
                + " decided.");
    assertThat(
            said(
                "'default': 'deny', 'tools': {'run': {'validate_args': true}}",
                "'default': 'deny', 'tools': {'run': {'validate_args': 'closed'}}"))
        .containsExactly(
            "NARROWER Tool \"run\": arguments are validated as a closed schema, where they were"
                + " validated.");
    assertThat(
            said(
                "'default': 'deny', 'tools': {'run': {'validate_args': 'closed'}}",
                "'default': 'deny', 'tools': {'run': {'validate_args': true}}"))
        .singleElement()
        .asString()
        .startsWith("UNDECIDED");
  }
}
