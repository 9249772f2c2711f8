package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.assertForbidden;
import static dev.mcppolicy.defects.Verdicts.assertRequired;
import static dev.mcppolicy.defects.Verdicts.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No value passes for another, and none passes because it can't be judged. */
class ComparisonTest {

  // Types

  @Test
  void nullDoesNotPassNeq() {
    assertRequired(false, Condition.arg("v").neq("main"), call(null));
    assertRequired(false, Condition.arg("v").neq("main"), call());
    assertForbidden(true, Condition.arg("v").neq("main"), call(null));
  }

  @Test
  void aListOfAValueDoesNotPassForAnotherThanTheValue() {
    for (Object value : List.of(List.of("main"), Map.of("main", 1), List.of(List.of("main")))) {
      assertRequired(false, Condition.arg("v").neq("main"), call(value));
      assertForbidden(true, Condition.arg("v").eq("main"), call(value));
      assertRequired(false, Condition.arg("v").notIn("main", "prod"), call(value));
    }
  }

  @Test
  void aNumberIsNeitherItsPrintNorAnotherPrintOfIt() {
    assertRequired(false, Condition.arg("v").neq("1000000"), call(1_000_000));
    assertRequired(false, Condition.arg("v").neq("1e+06"), call(1_000_000));
    assertRequired(false, Condition.arg("v").eq("1000000"), call(1_000_000));
    assertForbidden(true, Condition.arg("v").in("1000000", "1e+06"), call(1_000_000));
    assertForbidden(true, Condition.arg("v").eq(1_000_000), call(1e6));
    assertForbidden(true, Condition.arg("v").eq(1_000_000), call("1000000"));
    assertRequired(false, Condition.arg("v").gt(50), call("100"));
  }

  @Test
  void aTextIsNoBoolean() {
    assertRequired(false, Condition.arg("v").eq(true), call("true"));
    assertRequired(false, Condition.arg("v").neq(false), call("true"));
    assertRequired(false, Condition.arg("v").eq("true"), call(true));
    assertForbidden(true, Condition.arg("v").eq(true), call("true"));
    assertForbidden(true, Condition.arg("v").eq(true), call(1));
  }

  @Test
  void aProhibitionByANegativeOperatorStandsWhenTheValueIsMissing() {
    List<Condition> negatives =
        List.of(
            Condition.arg("v").neq("ok"),
            Condition.arg("v").notIn("ok", "fine"),
            Condition.arg("v").notRegex("^ok$"),
            Condition.arg("v").notContains("ok"),
            Condition.arg("v").notWithin("/app"),
            Condition.arg("v").hostNotIn("ok.example"));
    for (Condition negative : negatives) {
      for (ToolCall call : List.of(call(), call(null), call("w", "ok"))) {
        assertForbidden(true, negative, call);
        assertRequired(false, negative, call);
      }
    }
    assertForbidden(true, Condition.path("args.v.deep").neq("ok"), call());
    assertForbidden(true, Condition.path("args.v.deep").neq("ok"), call(null));
    assertForbidden(true, Condition.path("args.v.deep").neq("ok"), call("text"));
    assertForbidden(true, Condition.path("args.v[0]").neq("ok"), call(List.of()));
    assertForbidden(true, Condition.path("args.v[*]").neq("ok"), call(null));
  }

  @Test
  void aRequirementByAPositiveOperatorFailsWhenTheValueIsMissingOrOfAnotherType() {
    List<Condition> positives =
        List.of(
            Condition.arg("v").eq("ok"),
            Condition.arg("v").in("ok", 1),
            Condition.arg("v").lt(5),
            Condition.arg("v").gte(-5),
            Condition.arg("v").regex(".*"),
            Condition.arg("v").contains(""),
            Condition.arg("v").startsWith(""),
            Condition.arg("v").endsWith(""),
            Condition.arg("v").within("/"),
            Condition.arg("v").hostIn("ok.example"),
            Condition.arg("v").lengthLte(5));
    for (Condition positive : positives) {
      for (ToolCall call : List.of(call(), call(null), call(true), call(Double.NaN))) {
        assertRequired(false, positive, call);
      }
    }
  }

  // Paths into arguments

  @Test
  void rulesReachIntoListsAndEveryElement() {
    Condition each = Condition.path("args.v[*].path").within("/app");
    assertRequired(true, each, call(List.of(Map.of("path", "/app/a"), Map.of("path", "/app"))));
    assertRequired(
        false, each, call(List.of(Map.of("path", "/app/a"), Map.of("path", "/etc/passwd"))));
    assertRequired(false, each, call(List.of(Map.of("path", "/app/a"), Map.of())));
    assertRequired(false, each, call(Arrays.asList(Map.of("path", "/app/a"), null)));
    assertRequired(false, each, call(Map.of("path", "/app/a")));
    Condition none = Condition.path("args.v[*]").eq("evil");
    assertForbidden(true, none, call(List.of("good", "evil")));
    assertForbidden(true, Condition.path("args.v[1]").eq("evil"), call(List.of("good", "evil")));
  }

  @Test
  void rulesReachKeysThatHoldDotsBracketsAndQuotes() {
    for (String key :
        List.of("user.email", "a[0]", "a]b", "\"q\"", "", " ", "a\\b", "\n", "é", "*")) {
      assertRequired(true, Condition.arg(key).eq("x"), call(key, "x"));
      assertRequired(false, Condition.arg(key).eq("x"), call(key, "y"));
    }
    assertRequired(false, Condition.arg("user.email").eq("x"), call("user", Map.of("email", "x")));
    assertRequired(false, Condition.path("args.user.email").eq("x"), call("user.email", "x"));
  }

  @Test
  void aToolWithADotInItsNameIsLimited() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault()
                .tool("fs.read", t -> t.limit(Limit.of(1, "lifetime")))
                .tool("fs.*", t -> t.denyIf(Condition.arg("v").eq("evil")))
                .build());
    assertDenied(engine.check(ToolCall.of("fs.read", Map.of("v", "evil"))), Code.DENY_IF_MATCHED);
    assertAllowed(engine.check(ToolCall.of("fs.read", Map.of("v", "x"))));
    assertDenied(engine.check(ToolCall.of("fs.read", Map.of("v", "x"))), Code.LIMIT_EXCEEDED);
  }

  // File paths

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/../etc/passwd",
        "/app/x/../../etc/passwd",
        "/app/./..//etc",
        "/app//..//../etc",
        "/application",
        "/app.old/x",
        "/appx",
        "/ap",
        "/",
        "",
        "app/x",
        "./app/x",
        "../app",
        "~/app",
        "/app\0",
        "/app/x\0/../../etc",
        "\0/app",
        "//app/x",
        "\\\\app\\x",
        "/APP/x",
        " /app/x",
        "/app /x",
        "/app./x",
        "/\u0430pp/x",
        "/ap\u0440/x",
        "/\uff41pp/x",
        "/app\u200b/x",
        "/%61pp/x",
        "file:///app/x",
        "C:\\app\\x",
        "/etc/passwd#/app",
        "\\??\\C:\\app"
      })
  void nothingOutsideAFolderPassesForInside(String path) {
    assertRequired(false, Condition.arg("v").within("/app"), call(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app",
        "/app/",
        "/app/x",
        "/app/./x",
        "/app//x",
        "/app/x/../y",
        "/x/../app",
        "\\app\\x"
      })
  void whatIsInsideAFolderPassesAndIsForbiddenOutside(String path) {
    assertRequired(true, Condition.arg("v").within("/app"), call(path));
    assertRequired(false, Condition.arg("v").notWithin("/app"), call(path));
    assertForbidden(true, Condition.arg("v").within("/app"), call(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/ssh/../passwd",
        "/etc/./shadow",
        "//etc/shadow",
        "/etc\0/shadow",
        "etc/shadow",
        "~root",
        "/x/../etc"
      })
  void nothingInsideAForbiddenFolderSlipsOut(String path) {
    assertForbidden(true, Condition.arg("v").within("/etc"), call(path));
    assertRequired(false, Condition.arg("v").notWithin("/etc"), call(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\app\\..\\windows",
        "C:\\app\\x\\..\\..\\windows",
        "C:/app/../windows",
        "C:\\app/..\\windows",
        "C:\\application",
        "D:\\app\\x",
        "C:app\\x",
        "C:",
        "\\app\\x",
        "C:\\app.\\x",
        "C:\\app \\x",
        "C:\\app\\x.",
        "C:\\app\\x ",
        "C:\\app\\x:stream",
        "C:\\app::$INDEX_ALLOCATION\\x",
        "\\\\?\\C:\\app\\x",
        "\\\\server\\app",
        "\u0421:\\app\\x"
      })
  void nothingOutsideAWindowsFolderPassesForInside(String path) {
    assertRequired(false, Condition.arg("v").within("C:\\app"), call(path));
  }

  @Test
  void percentSignsAreNotDecodedNeitherHereNorThere() {
    // Judged as it stands and sent as it stands: a name in /app, which no file system decodes.
    assertRequired(true, Condition.arg("v").within("/app"), call("/app/%2e%2e/etc"));
    assertRequired(true, Condition.arg("v").within("/app"), call("/app/..%2f..%2fetc"));
    assertRequired(false, Condition.arg("v").within("/app"), call("/%61%70%70/x"));
    assertRequired(false, Condition.arg("v").within("/app"), call("%2fapp%2fx"));
  }

  @Test
  void aTrailingSpaceOrDotIsPartOfTheName() {
    assertRequired(false, Condition.arg("v").eq("/app"), call("/app "));
    assertForbidden(false, Condition.arg("v").within("/app"), call("/app "));
    assertRequired(false, Condition.arg("v").within("/app"), call("/app ."));
    assertForbidden(true, Condition.arg("v").within("C:\\app"), call("C:\\app "));
  }

  // Patterns

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pwd\n",
        "ls\n",
        "\npwd",
        "pwd\nrm -rf /",
        "rm\npwd",
        "pwd\r",
        "pwd\u2028",
        "pwd\u0085"
      })
  void anAnchoredPatternMatchesNoSecondLine(String command) {
    assertRequired(false, Condition.arg("v").regex("^(ls|pwd)$"), call(command));
    assertForbidden(true, Condition.arg("v").notRegex("^(ls|pwd)$"), call(command));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void noPatternBurnsACore() {
    String forty = "a".repeat(39) + "b";
    assertRequired(false, Condition.arg("v").regex("^(.*a){12}$"), call(forty));
    assertRequired(false, Condition.arg("v").regex("^(a+)+$"), call("a".repeat(50_000) + "b"));
    assertRequired(false, Condition.arg("v").regex("^(a|a)*$"), call("a".repeat(50_000) + "b"));
    assertRequired(false, Condition.arg("v").regex("^(.*)*x$"), call("a".repeat(50_000)));
  }

  @Test
  void timeGrowsWithTheTextAndNotWithItsSquare() {
    PolicyEngine engine =
        PolicyEngine.of(Verdicts.tool(t -> t.require(Condition.arg("v").regex("^(.*a){12}$"))));
    Duration took = took(engine, call("a".repeat(200_000) + "b"));
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  private static Duration took(PolicyEngine engine, ToolCall call) {
    long start = System.nanoTime();
    assertDenied(engine.check(call), Code.REQUIRE_FAILED);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  // URLs

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://good.com@evil.com",
        "http://good.com:80@evil.com/",
        "http://good.com%40evil.com",
        "http://good.com.evil.com",
        "http://evil.com#good.com",
        "http://evil.com/good.com",
        "http://evil.com?good.com",
        "http://evil.com?@good.com",
        "http://evil.com#@good.com",
        "http://evil.com\\@good.com",
        "http://evil.com\\.good.com",
        "http://good.com\\.evil.com",
        "http:\\\\good.com",
        "http:/good.com",
        "http:good.com",
        "//good.com",
        "good.com",
        "ftp://good.com",
        "javascript://good.com/%0aalert(1)",
        "http://good.com.",
        "http://good.com./",
        "http://goo\td.com",
        "http://good.com\n.evil.com",
        "http://good.com\r\nHost: evil.com",
        " http://good.com",
        "http://good.com ",
        "http:// good.com",
        "http://g\u043e\u043ed.com",
        "http://good\u3002com",
        "http://good.com\u2024evil.com",
        "http://\uff47ood.com",
        "http://xgood.com",
        "http://good.com:99999/",
        "http://good.com:80:80/",
        "http://good.com:8o/",
        "http://[good.com]/",
        "http://%67ood.com/",
        "http:///good.com",
        "http://",
        "",
        "HTTP://EVIL.COM"
      })
  void noOtherHostPassesForAListedOne(String url) {
    assertRequired(false, Condition.arg("v").hostIn("good.com"), call(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://good.com",
        "https://GOOD.com:8443/x?y#z",
        "HTTPS://good.COM/",
        "http://good.com:80"
      })
  void aListedHostPassesWhateverItsCaseAndPort(String url) {
    assertRequired(true, Condition.arg("v").hostIn("Good.Com"), call(url));
    assertRequired(false, Condition.arg("v").hostNotIn("Good.Com"), call(url));
    assertForbidden(true, Condition.arg("v").hostIn("Good.Com"), call(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/x",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:7f00:0001]/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://x@127.0.0.1/"
      })
  void noSpellingOfAForbiddenAddressSlipsThrough(String url) {
    assertForbidden(true, Condition.arg("v").hostIn("127.0.0.1"), call(url));
    assertRequired(false, Condition.arg("v").hostNotIn("127.0.0.1"), call(url));
  }

  @Test
  void aWildcardIsNeitherItsDomainNorAnotherOnesEnd() {
    Condition condition = Condition.arg("v").hostIn("*.example.com");
    assertRequired(true, condition, call("https://a.example.com/"));
    assertRequired(true, condition, call("https://a.b.EXAMPLE.com/"));
    for (String host :
        List.of(
            "example.com",
            "evilexample.com",
            ".example.com",
            "*.example.com",
            "a.example.com.evil.com")) {
      assertRequired(false, condition, call("https://" + host + "/"));
    }
  }
}
