package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How documents load, and what their authors read when they don't. */
class PolicyLoadingTest {

  @TempDir Path folder;

  private static List<PolicyProblem> problems(String json) {
    try {
      Policy policy = Policy.parse(json);
      throw new AssertionError("loaded: " + policy);
    } catch (InvalidPolicyException e) {
      return e.problems();
    }
  }

  private static String problem(String json) {
    List<PolicyProblem> problems = problems(json);
    assertThat(problems).hasSize(1);
    return problems.get(0).toString();
  }

  private static String inTool(String entry) {
    return "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":" + entry + "}}";
  }

  private static String inLimit(String fields) {
    return inTool("{\"limits\":[{" + fields + "}]}");
  }

  private static String inCondition(String fields) {
    return inTool("{\"require\":[{\"conditions\":[{" + fields + "}]}]}");
  }

  @Test
  void allProblemsAreReportedTogetherWithTheirPlaces() {
    String json =
        """
        {
          "version": "3",
          "defualt": "deny",
          "tools": {
            "a/b": {
              "limits": [ { "window": "fortnight", "max": -1, "scop": "grant" } ],
              "require": [ { "conditions": [ { "path": "amount", "op": "gte2", "value": 1 } ] } ]
            }
          }
        }
        """;
    assertThatThrownBy(() -> Policy.parse(json))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessage(
            """
            policy: 8 problems
            policy:1:1 the key "default" is missing
            policy:2:14 /version: must be the text "1", the version of the language, not "3"
            policy:3:3 /defualt: unknown key "defualt"; did you mean "default"?
            policy:6:31 /tools/a~1b/limits/0/window: must be "second", "minute", "hour", "day", \
            "week", "lifetime", a duration longer than zero, as in "PT90S", or whole seconds, not \
            "fortnight"
            policy:6:51 /tools/a~1b/limits/0/max: must be a number >= 0, not -1
            policy:6:55 /tools/a~1b/limits/0/scop: unknown key "scop"; did you mean "scope"?
            policy:7:48 /tools/a~1b/require/0/conditions/0/path: %s
            policy:7:64 /tools/a~1b/require/0/conditions/0/op: unknown operator "gte2"; use one of \
            %s; did you mean "gte"?
            see docs/troubleshooting.md: #missing-key, #wrong-value, #unknown-key, #window, \
            #number, #path, #operator"""
                .formatted(
                    problem(inCondition("\"path\":\"amount\",\"op\":\"eq\",\"value\":1"))
                        .replaceFirst("^.*path: ", ""),
                    String.join(", ", dev.mcppolicy.internal.rule.Operator.ids())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                | 1:1 the key "version" is missing
          {"version":"1"}                   | 1:1 the key "default" is missing
          {"version":1,"default":"deny"}    | 1:12 /version: must be the text "1", the version of the language, not 1
          {"version":"1","default":"block"} | 1:26 /default: must be "deny" or "allow", not "block"
          {"version":"1","default":"alow"}  | 1:26 /default: must be "deny" or "allow", not "alow"; did you mean "allow"?
          {"version":"1","default":null}    | 1:26 /default: must be "deny" or "allow", not null
          []                                | 1:1 must be a policy: an object, not a list
          {"version":"1","default":"deny","hide":["a",""]} | 1:45 /hide/1: a tool's name is never empty
          {"version":"1","default":"deny","hide":["a",5]}  | 1:45 /hide/1: must be a text, not 5
          {"version":"1","default":"deny","tools":{"":{}}} | 1:42 /tools/: a tool's name is never empty
          {"version":"1","default":"deny","tools":{"a":{},"a":{}}} | 1:49 /tools/a: the key "a" stands twice in one object; remove one
          {"version":"1","default":"deny","approvals":{"timeout":"5m"}} | 1:56 /approvals/timeout: must be a duration longer than zero, as in "PT5M", not "5m"
          {"version":"1","default":"deny","hide_denied":"yes"} | 1:47 /hide_denied: must be true or false, not "yes"
          {"version":"1","default":"deny","all_tools":{"action":"deny"}} | 1:46 /all_tools/action: unknown key "action"; the keys here are reason, allowed_args, validate_args, require, deny_if, approve_if, limits, concurrency, mode, rate_limit
          """)
  void aProblemOfAPolicyIsOneSentence(String json, String sentence) {
    List<String> problems = problems(json).stream().map(PolicyProblem::toString).toList();
    assertThat(problems).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "max":1                                     | the key "window" is missing
          "window":"day"                              | the key "max" is missing
          "window":"day","max":"1"                    | must be a number >= 0, not "1"
          "window":"PT0S","max":1                     | must be "second", "minute", "hour", "day", "week", "lifetime", a duration longer than zero, as in "PT90S", or whole seconds, not "PT0S"
          "window":"day","max":1,"counter":""         | a counter's name is never empty; leave the key out for a counter of the limit's own
          "window":"day","max":1,"counter":"/x"       | a counter's name does not start with "/", as the names of unnamed counters do
          "window":"day","max":1,"zone":"UTC"         | "zone" goes with "align": "calendar" only: a sliding window has no zone
          "window":"day","max":1,"align":"calendar","zone":"Europe/Berln" | unknown time zone "Europe/Berln"; use a name such as "Europe/Berlin"
          "window":"day","max":1,"align":"calendar","zone":"SystemV/AST4" | unknown time zone "SystemV/AST4"; use a name such as "Europe/Berlin"
          "window":"lifetime","max":1,"align":"calendar" | a lifetime has no beginning on the calendar; leave "align" out
          "window":"PT7H","max":1,"align":"calendar"  | a calendar window is "week" or divides a day, as in "PT15M" or "day"
          "window":604800,"max":1,"align":"calendar"  | a calendar window is "week" or divides a day, as in "PT15M" or "day"
          "window":"day","max":1,"per":[]             | must be a list of paths that is not empty
          "window":"day","max":1,"per":"args.l[*]"    | [*] gives many values where one is needed; name one, as in [0]
          "window":"day","max":1,"amount_from":"caller.n" | an amount comes from the call's arguments; write a path that starts with args
          "window":"day","max":1,"amount":1,"amount_from":"args.n" | "amount" and "amount_from" both say what a call spends; keep one
          "window":"day","max":1,"increment_from":"args.n","amount_from":"args.n" | "increment_from" and "amount_from" both say what a call spends; keep one
          "window":"day","max":1e401                  | a number has at most 400 digits and an exponent between -400 and 400
          """)
  void aProblemOfALimitIsOneSentence(String fields, String sentence) {
    assertThat(problems(inLimit(fields)))
        .extracting(PolicyProblem::message)
        .containsExactly(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"concurrency":0}            | /tools/t/concurrency: must be a whole number >= 1, not 0
          {"concurrency":1.5}          | /tools/t/concurrency: must be a whole number >= 1, not 1.5
          {"rate_limit":"ten/minute"}  | /tools/t/rate_limit: must be a rate, as in "10/minute" or {"max": 10, "window": 60}, not "ten/minute"
          {"rate_limit":"010/minute"}  | /tools/t/rate_limit: must be a rate, as in "10/minute" or {"max": 10, "window": 60}, not "010/minute"
          {"rate_limit":5}             | /tools/t/rate_limit: must be a rate, as in "10/minute" or {"max": 10, "window": 60}, not 5
          {"rate_limit":{"max":1,"window":"PT60S"}} | /tools/t/rate_limit/window: must be "second", "minute", "hour", "day", "week" or whole seconds, not "PT60S"; a limit can have other windows
          {"require":[{"conditions":[]}]} | /tools/t/require/0/conditions: must be a list of conditions that is not empty
          {"require":[{}]}             | /tools/t/require/0: the key "conditions" is missing
          {"require":{}}               | /tools/t/require: must be a list of predicates, not an object
          {"deny_if":[{"conditions":[{"path":"args.v","op":"eq","value":1,"optional":false}]}]} | /tools/t/deny_if/0/conditions/0/optional: "optional" goes with the conditions of "require" only: elsewhere an absent value is judged by the operator
          {"require":[{"conditions":[{"path":"args.v","op":"exists","value":true,"optional":true}]}]} | /tools/t/require/0/conditions/0/optional: "optional" does not go with "exists", which judges what is absent
          {"require":[{"conditions":[{"any":[],"all":[]}]}]} | /tools/t/require/0/conditions/0/all: unknown key "all"; the keys here are any
          """)
  void aProblemOfAnEntryIsOneSentence(String entry, String sentence) {
    assertThat(problems(inTool(entry)))
        .extracting(problem -> problem.pointer() + ": " + problem.message())
        .contains(sentence);
  }

  @Test
  void limitsOfOneCounterAgreeWhereverTheyStand() {
    String json =
        """
        {"version":"1","default":"deny","tools":{"t":{"limits":[
          {"window":"day","max":1,"counter":"c"},
          {"window":"day","max":1,"counter":"c","per":"args.x"}]}},
         "all_tools":{"limits":[{"window":"day","max":1,"counter":"c","scope":"global"}]}}
        """;
    assertThat(problems(json))
        .extracting(PolicyProblem::pointer)
        .containsExactly("/tools/t/limits/1", "/all_tools/limits/0");
    assertThat(problems(json).get(0).message())
        .isEqualTo(
            "the counter \"c\" has another scope or per at /tools/t/limits/0; limits of one counter"
                + " agree on both");
  }

  @Test
  void aRateLimitsCounterHasToAgreeToo() {
    String json =
        """
        {"version":"1","default":"deny","tools":{
          "a":{"limits":[{"window":"day","max":1,"counter":"b_rate","scope":"global"}]},
          "b":{"rate_limit":"1/day"}}}
        """;
    assertThat(problems(json))
        .extracting(PolicyProblem::pointer)
        .containsExactly("/tools/b/rate_limit");
  }

  @Test
  void pathsThatLeadToTheSamePlaceAgree() {
    Policy policy =
        Policy.parse(
            """
            {"version":"1","default":"deny","tools":{
              "a":{"limits":[{"window":"day","max":1,"counter":"c","per":"args.x"}]},
              "b":{"limits":[{"window":"day","max":1,"counter":"c","per":["args[\\"x\\"]"]}]}}}
            """);
    assertThat(policy.digest()).startsWith("sha256:");
  }

  @Test
  void whatIsNoJsonIsReportedAtTheRootWithItsPlace() {
    assertThat(problem("{\n  \"version\": '1' }"))
        .isEqualTo(
            "2:14 this is no JSON from here on; there are no comments, single quotes, trailing"
                + " commas, leading zeros or line breaks within texts");
    assertThat(problem("{\"version\":\"1\",\n"))
        .isEqualTo("2:1 this is no JSON: the document ends before it is complete");
    for (String half : List.of("{", "[1,", "{\"a\"", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":\"\\u0")) {
      assertThat(problem(half))
          .endsWith(" this is no JSON: the document ends before it is complete");
    }
    assertThat(problem("{}\0")).startsWith("1:4 this is no JSON from here on; ");
    assertThat(problem("")).startsWith("1:1 the document is empty; the smallest policy is {");
    assertThat(problem("{} {}"))
        .isEqualTo("1:4 something follows the document; one file holds one policy");
    assertThat(problem("{\"a\":01}")).contains("this is no JSON");
    assertThat(problem("{\"a\":NaN}")).contains("this is no JSON");
    assertThat(problem("\uFEFF{}"))
        .isEqualTo("1:1 the document begins with a byte order mark; save it as UTF-8 without one");
    assertThat(problem("[".repeat(65) + "]".repeat(65)))
        .isEqualTo("1:65 lists and objects are nested more than 64 deep");
    assertThat(problem(" ".repeat(1024 * 1024 + 1)))
        .isEqualTo("the document has more than 1048576 bytes; split it, or make its lists shorter");
    assertThat(problem("\"" + "ä".repeat(600_000) + "\"")).contains("more than 1048576 bytes");
  }

  @Test
  void aLoneSurrogateIsRefusedWhereverItStands() {
    for (String text : List.of("\\ud800", "\ud800", "\\udc00\\ud800")) {
      assertThat(
              problems("{\"version\":\"1\",\"default\":\"deny\",\"description\":\"" + text + "\"}"))
          .extracting(PolicyProblem::pointer)
          .containsExactly("/description");
      assertThat(problems(inTool("{}").replace("\"t\"", "\"" + text + "\""))).isNotEmpty();
    }
    assertThat(Policy.parse(inTool("{}").replace("\"t\"", "\"\\ud83d\\ude00\""))).isNotNull();
  }

  @Test
  void nestingIsCountedWithTheDocumentAsTheFirst() {
    String deepest = "[".repeat(57) + "]".repeat(57);
    String condition = "\"path\":\"args.v\",\"op\":\"eq\",\"value\":";
    assertThat(Policy.parse(inCondition(condition + deepest))).isNotNull();
    assertThat(problems(inCondition(condition + "[" + deepest + "]"))).hasSize(1);
  }

  @Test
  void thousandsOfProblemsAreCountedAndTheFirstAreShown() {
    StringBuilder json = new StringBuilder("{\"version\":\"1\",\"default\":\"deny\"");
    for (int i = 0; i < 5000; i++) {
      json.append(",\"unknown").append(i).append("\":1");
    }
    String text = json.append('}').toString();
    assertThat(problems(text)).hasSize(5000);
    assertThatThrownBy(() -> Policy.parse(text))
        .hasMessageStartingWith("policy: 5000 problems\n")
        .hasMessageContaining("\nand 4950 more\n");
  }

  @Test
  void aFileIsNamedInItsProblems() throws IOException {
    Path file = folder.resolve("payments.json");
    Files.writeString(file, "{\"version\":\"1\"}");
    assertThatThrownBy(() -> Policy.load(file))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessage(
            file
                + ": 1 problem\n"
                + file
                + ":1:1 the key \"default\" is missing\nsee docs/troubleshooting.md: #missing-key");
    Files.write(file, "{\n\"a\": \"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Policy.load(file))
        .hasMessageContaining(":2:7 the document is not UTF-8; save it as UTF-8");
  }

  @Test
  void aFileThatCantBeReadIsToldInOneSentence() {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> Policy.load(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(missing + " can't be read: there is no such file");
    assertThatThrownBy(() -> Policy.load(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder + " is a directory; name a file");
  }

  @Test
  void bytesThatWereReadBeforeLoadAsTheirFileWould() {
    byte[] good = "{\"version\":\"1\",\"default\":\"deny\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(Policy.parse(good, "p.json")).isEqualTo(Policy.denyByDefault().build());
    byte[] bad = "{\"version\":\"1\",\"default\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Policy.parse(bad, "p.json"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("p.json:1:27 the document is not UTF-8; save it as UTF-8");
    assertThatThrownBy(() -> Policy.parse(new byte[0], "p.json"))
        .isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void theDigestKnowsNoWhiteSpaceKeyOrderOrSpelling() {
    Policy one =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"a\":{\"limits\":[{\"window\":60,\"max\":10}]},\"b\":{}}}");
    Policy other =
        Policy.parse(
            """
            { "tools": { "b": { }, "\\u0061": { "limits": [ { "max": 1e1, "window": 60.0 } ] } },
              "default": "deny",
              "version": "1" }
            """);
    assertThat(other.digest()).isEqualTo(one.digest());
    assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(Policy.parse(one.toJson())).isEqualTo(one);
    assertThat(Policy.parse(one.toJson().replace("10", "11")).digest()).isNotEqualTo(one.digest());
  }

  @Test
  void theDigestOfAPolicyIsTheSameEverywhere() {
    assertThat(Policy.parse("{\"version\":\"1\",\"default\":\"deny\"}").digest())
        .isEqualTo("sha256:" + sha256("{\"default\":\"deny\",\"version\":\"1\"}"));
  }

  private static String sha256(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theDescriptionIsThere() {
    assertThat(
            Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"description\":\"Mine\"}")
                .description())
        .contains("Mine");
    assertThat(Policy.parse("{\"version\":\"1\",\"default\":\"deny\"}").description()).isEmpty();
  }
}
