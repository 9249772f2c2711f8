package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Explanation.ConditionTrace;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Explanation.RuleTrace;
import dev.mcppolicy.Explanation.Truth;
import dev.mcppolicy.Explanation.Verdict;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an explanation tells a policy's author, and that telling it changes nothing. */
class ExplanationTest {

  private static final Policy RICH =
      Policy.parse(
          """
          {
            "version": "1",
            "default": "deny",
            "all_tools": {
              "deny_if": [ { "conditions": [ { "path": "caller.team", "op": "eq", "value": "guests" } ] } ],
              "limits": [ { "counter": "calls", "window": "minute", "max": 2, "scope": "grant" } ]
            },
            "tools": {
              "pay": {
                "allowed_args": ["amount", "currency", "lines", "note"],
                "require": [
                  { "conditions": [ { "path": "args.currency", "op": "in", "value": ["usd", "eur"] },
                                    { "path": "args.note", "op": "length_lte", "value": 10, "optional": true } ],
                    "on_deny": "Only USD and EUR." },
                  { "conditions": [ { "path": "args.lines[*].price", "op": "gt", "value": 0 } ] }
                ],
                "deny_if": [
                  { "conditions": [ { "any": [
                      { "path": "args.amount", "op": "gt", "value": 50000 },
                      { "all": [ { "path": "caller.id", "op": "eq", "value": "mallory" },
                                 { "path": "args.amount", "op": "gt", "value": 1 } ] } ] } ],
                    "on_deny": "Too much." }
                ],
                "approve_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 100 } ],
                                  "on_deny": "More than 100." } ],
                "limits": [ { "counter": "spend", "window": "day", "max": 1000, "amount_from": "args.amount" } ],
                "concurrency": 1
              },
              "p*": {
                "mode": "shadow",
                "require": [ { "conditions": [ { "path": "args.note", "op": "exists", "value": true } ] } ],
                "rate_limit": "1/hour"
              }
            }
          }
          """);

  private final VirtualClock clock = new VirtualClock();

  private PolicyEngine engine(Policy policy) {
    return PolicyEngine.builder(policy).clock(clock).build();
  }

  private static Policy tool(Consumer<ToolRules> rules) {
    return Policy.denyByDefault().tool("t", rules).build();
  }

  private static Map<String, Object> payment(Object amount, Object... prices) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("amount", amount);
    arguments.put("currency", "usd");
    arguments.put(
        "lines",
        Arrays.stream(prices)
            .map(
                price -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("price", price);
                  return line;
                })
            .toList());
    return arguments;
  }

  // The print

  @Test
  void aCallThatIsAllowedIsExplainedRuleByRule() {
    PolicyEngine engine = engine(RICH);
    Map<String, Object> arguments = payment(50, 20, 30);
    arguments.put("note", "lunch");
    assertThat(engine.explain(ToolCall.of("pay", arguments)))
        .hasToString(
            """
            ALLOW
              /all_tools/deny_if/0 passes
                false: caller.team eq "guests" (saw absent)
              /tools/pay/allowed_args passes
              /tools/pay/require/0 passes: Only USD and EUR.
                true: args.currency in ["usd", "eur"] (saw "usd")
                true: args.note length_lte 10, optional (saw "lunch")
              /tools/pay/require/1 passes
                true: args.lines[*].price gt 0 (saw [{"price": 20}, {"price": 30}])
                  true: args.lines[0].price gt 0 (saw 20)
                  true: args.lines[1].price gt 0 (saw 30)
              /tools/pay/deny_if/0 passes: Too much.
                false: any
                  false: args.amount gt 50000 (saw 50)
                  false: all
                    false: caller.id eq "mallory" (saw absent)
                    true: args.amount gt 1 (saw 50)
              /tools/pay/approve_if/0 passes: More than 100.
                false: args.amount gt 100 (saw 50)
              /tools/p*/require/0 passes (shadow)
                true: args.note exists true (saw "lunch")
              /all_tools/limits/0 has room: 0 of 2 (minute), this call adds 1
              /tools/pay/limits/0 has room: 0 of 1000 (day), this call adds 50
              /tools/p*/rate_limit has room: 0 of 1 (hour), this call adds 1
              /tools/pay/concurrency has room: 0 of 1 (in flight), this call adds 1
            """);
  }

  @Test
  void aCallThatManyRulesDenyIsExplainedWithAllOfThem() {
    PolicyEngine engine = engine(RICH);
    Map<String, Object> first = payment(50, 20);
    first.put("note", "x");
    assertThat(engine.check(ToolCall.of("pay", first)).isAllowed()).isTrue();
    clock.advance(Duration.ofMillis(1_500));
    Map<String, Object> arguments = payment(60_000, 20, "thirty");
    arguments.put("evil\n", 1);
    ToolCall call =
        ToolCall.of("pay", arguments)
            .withCaller(Caller.byDefault().withId("mallory").with("team", null));
    assertThat(engine.explain(call))
        .hasToString(
            """
            DENY argument_not_allowed /tools/pay/allowed_args
              The argument "evil\\u000a" is not allowed; allowed are "amount", "currency", "lines", \
            "note".
              /all_tools/deny_if/0 passes
                false: caller.team eq "guests" (saw null)
              /tools/pay/allowed_args denies: The argument "evil\\u000a" is not allowed; allowed are \
            "amount", "currency", "lines", "note".
              /tools/pay/require/0 passes: Only USD and EUR.
                true: args.currency in ["usd", "eur"] (saw "usd")
                true: args.note length_lte 10, optional (saw absent)
              /tools/pay/require/1 denies
                unknown: args.lines[*].price gt 0 (saw [{"price": 20}, {"price": "thirty"}])
                  true: args.lines[0].price gt 0 (saw 20)
                  unknown: args.lines[1].price gt 0 (saw "thirty")
              /tools/pay/deny_if/0 denies: Too much.
                true: any
                  true: args.amount gt 50000 (saw 60000)
                  true: all
                    true: caller.id eq "mallory" (saw "mallory")
                    true: args.amount gt 1 (saw 60000)
              /tools/pay/approve_if/0 asks: More than 100.
                true: args.amount gt 100 (saw 60000)
              /tools/p*/require/0 denies (shadow)
                false: args.note exists true (saw absent)
              /all_tools/limits/0 has room: 1 of 2 (minute), this call adds 1
              /tools/pay/limits/0 has no room: 50 of 1000 (day), this call adds 60000
              /tools/p*/rate_limit has no room: 1 of 1 (hour), this call adds 1, room in \
            PT59M58.5S
              /tools/pay/concurrency has no room: 1 of 1 (in flight), this call adds 1
            """);
  }

  @Test
  void aCallThatWouldBeAskedForIsExplainedAsAsking() {
    assertThat(engine(RICH).explain(ToolCall.of("pay", payment(500, 1))).toString())
        .startsWith("ASK approval_required /tools/pay/approve_if/0\n  More than 100.\n");
    Explanation asking = engine(tool(t -> t.requireApproval("Ask Ann."))).explain(ToolCall.of("t"));
    assertThat(asking)
        .hasToString(
            """
            ASK approval_required /tools/t/action
              Ask Ann.
              /tools/t/action asks: Ask Ann.
            """);
    assertThat(asking.decision().effect()).isEqualTo(Effect.ASK);
    assertThat(asking.decision().isAllowed()).isFalse();
  }

  @Test
  void aDenialByNameIsTheFirstOfItsRules() {
    Policy policy =
        Policy.denyByDefault()
            .hide("h*")
            .allTools(all -> all.rateLimit("5/day"))
            .tool("h*", t -> t.deny("Never."))
            .build();
    assertThat(engine(policy).explain(ToolCall.of("hid")))
        .hasToString(
            """
            DENY hidden /hide/0
              There is no tool "hid".
              /hide/0 denies: There is no tool "hid".
              /tools/h*/action denies: Never.
              /all_tools/rate_limit has room: 0 of 5 (day), this call adds 1
            """);
    assertThat(engine(policy).explain(ToolCall.of("other")).toString())
        .startsWith(
            """
            DENY not_listed /default
              The policy does not list the tool "other", and denies what it does not list.
              /default denies: The policy does not list the tool "other", and denies what it does \
            not list.
            """);
  }

  @Test
  void aDocumentInShadowMarksEveryRule() {
    Policy policy =
        Policy.denyByDefault()
            .shadow()
            .hide("t")
            .tool("t", t -> t.denyIf("No.", Condition.arg("a").eq(1)).rateLimit("1/day"))
            .build();
    assertThat(engine(policy).explain(ToolCall.of("t", Map.of("a", 1))))
        .hasToString(
            """
            ALLOW (in shadow: DENY hidden /hide/0)
              /hide/0 denies (shadow): There is no tool "t".
              /tools/t/deny_if/0 denies (shadow): No.
                true: args.a eq 1 (saw 1)
              /tools/t/rate_limit has room: 0 of 1 (day), this call adds 1
            """);
  }

  @Test
  void anEntryInShadowSaysWhatEnforcingWouldHaveAnswered() {
    PolicyEngine engine =
        engine(
            Policy.denyByDefault()
                .tool("t", t -> t.requireApproval("Ask.").shadow())
                .tool("?", t -> t.rateLimit("1/day"))
                .build());
    assertThat(engine.explain(ToolCall.of("t")).decision())
        .hasToString("ALLOW (in shadow: ASK approval_required /tools/t/action)");
    engine.check(ToolCall.of("t"));
    assertThat(engine.explain(ToolCall.of("t")).decision())
        .hasToString("DENY limit_exceeded /tools/?/rate_limit, retry after PT24H");
  }

  @Test
  void aCallThatIsNoneHasNoRules() {
    Explanation none = engine(RICH).explain(ToolCall.of(""));
    assertThat(none).hasToString("DENY invalid_call \n  The call names no tool.\n");
    assertThat(none.rules()).isEmpty();
    assertThat(none.counters()).isEmpty();
    PolicyEngine nobody =
        PolicyEngine.builder(Policies.byGrant(Map.of("g", RICH))).clock(clock).build();
    assertThat(nobody.explain(ToolCall.of("pay")).decision().code()).contains(Code.NO_POLICY);
  }

  // What a condition saw

  private String seen(Object value) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("v", value);
    Explanation explanation =
        engine(tool(t -> t.require(Condition.arg("v").eq("x"))))
            .explain(ToolCall.of("t", arguments));
    return explanation.rules().get(0).conditions().get(0).seen();
  }

  @Test
  void aValueIsShownWithWhateverIsInvisibleEscaped() {
    assertThat(seen("plain")).isEqualTo("\"plain\"");
    assertThat(seen("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(seen("a\nb\r\t\0\u001b[31m"))
        .isEqualTo("\"a\\u000ab\\u000d\\u0009\\u0000\\u001b[31m\"");
    assertThat(seen("\u202eevil\u2066")).isEqualTo("\"\\u202eevil\\u2066\"");
    assertThat(seen("a\u3164b\u00a0c\u2800")).isEqualTo("\"a\\u3164b\\u00a0c\\u2800\"");
    assertThat(seen("\ue000\u2028")).isEqualTo("\"\\ue000\\u2028\"");
    assertThat(seen("\ud83d\ude00 ü 日")).isEqualTo("\"\ud83d\ude00 ü 日\"");
    assertThat(seen(Map.of("k\n", List.of(1, 2.50, true))))
        .isEqualTo("{\"k\\u000a\": [1, 2.5, true]}");
    assertThat(seen(null)).isEqualTo("null");
    assertThat(seen(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void aLongValueIsShortened() {
    assertThat(seen("x".repeat(78))).isEqualTo("\"" + "x".repeat(78) + "\"");
    assertThat(seen("x".repeat(79))).hasSize(80).startsWith("\"xxx").endsWith("x…");
    assertThat(seen("x".repeat(100_000))).hasSize(80);
    assertThat(seen("\u202e".repeat(1_000))).hasSizeLessThanOrEqualTo(80).endsWith("\\u202e…");
    assertThat(seen("\ud83d\ude00".repeat(1_000)))
        .hasSizeLessThanOrEqualTo(80)
        .endsWith("\ud83d\ude00…");
    assertThat(seen(new int[10_000]))
        .hasSizeLessThanOrEqualTo(80)
        .startsWith("[0, 0, ")
        .endsWith("…");
  }

  @Test
  void aValueThatIsNotThereSaysWhy() {
    Policy policy =
        tool(
            t ->
                t.require(
                    Condition.path("args.absent").eq(1),
                    Condition.path("args.nothing.k").eq(1),
                    Condition.path("args.text.k").eq(1),
                    Condition.path("args.text[*]").eq(1),
                    Condition.path("args.empty[*]").eq(1),
                    Condition.path("args.nothing").neq(1),
                    Condition.path("server.name").eq("s")));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("nothing", null);
    arguments.put("text", "t");
    arguments.put("empty", List.of());
    assertThat(engine(policy).explain(ToolCall.of("t", arguments)))
        .hasToString(
            """
            DENY require_failed /tools/t/require/0
              The policy requires something of args.absent, args.empty[*], args.nothing, \
            args.nothing.k, args.text.k, args.text[*], server.name that does not hold.
              /tools/t/require/0 denies
                false: args.absent eq 1 (saw absent)
                false: args.nothing.k eq 1 (saw null parent)
                unknown: args.text.k eq 1 (saw wrong type)
                unknown: args.text[*] eq 1 (saw wrong type)
                true: args.empty[*] eq 1 (saw [])
                unknown: args.nothing neq 1 (saw null)
                false: server.name eq "s" (saw absent)
            """);
  }

  // The parts, for a program

  @Test
  void theTracesCarryWhatThePrintShows() {
    PolicyEngine engine = engine(RICH);
    Explanation explanation = engine.explain(ToolCall.of("pay", payment(50, 20, 30)));
    assertThat(explanation.decision().isAllowed()).isTrue();
    assertThat(explanation.decision().shadow().orElseThrow().rule())
        .isEqualTo("/tools/p*/require/0");
    assertThat(explanation.rules())
        .extracting(RuleTrace::rule)
        .containsExactly(
            "/all_tools/deny_if/0",
            "/tools/pay/allowed_args",
            "/tools/pay/require/0",
            "/tools/pay/require/1",
            "/tools/pay/deny_if/0",
            "/tools/pay/approve_if/0",
            "/tools/p*/require/0");
    RuleTrace shadow = explanation.rules().get(6);
    assertThat(shadow.shadow()).isTrue();
    assertThat(shadow.verdict()).isEqualTo(Verdict.DENIES);
    assertThat(explanation.rules().subList(0, 6))
        .allSatisfy(
            rule -> {
              assertThat(rule.shadow()).isFalse();
              assertThat(rule.verdict()).isEqualTo(Verdict.PASSES);
            });
    ConditionTrace each = explanation.rules().get(3).conditions().get(0);
    assertThat(each.pointer()).isEqualTo("/tools/pay/require/1/conditions/0");
    assertThat(each.truth()).isEqualTo(Truth.TRUE);
    assertThat(each.parts()).extracting(ConditionTrace::seen).containsExactly("20", "30");
    ConditionTrace any = explanation.rules().get(4).conditions().get(0);
    assertThat(any.text()).isEqualTo("any");
    assertThat(any.seen()).isEmpty();
    assertThat(any.parts().get(1).parts().get(0).pointer())
        .isEqualTo("/tools/pay/deny_if/0/conditions/0/any/1/all/0");
    CounterTrace spend = explanation.counters().get(1);
    assertThat(spend.rule()).isEqualTo("/tools/pay/limits/0");
    assertThat(spend.window()).isEqualTo("day");
    assertThat(spend.max()).isEqualByComparingTo("1000");
    assertThat(spend.spent()).isEqualByComparingTo("0");
    assertThat(spend.amount()).isEqualByComparingTo("50");
    assertThat(spend.fits()).isTrue();
    assertThat(spend.roomIn()).isEmpty();
  }

  @Test
  void limitsOfOneCounterAreShownEachWithTheLargestAmount() {
    PolicyEngine engine =
        engine(
            tool(
                t ->
                    t.limit(Limit.of(100, "minute").counter("c").amount(3))
                        .limit(Limit.of(50, "day").counter("c").amountFrom("args.a"))));
    engine.check(ToolCall.of("t", Map.of("a", 7)));
    assertThat(engine.explain(ToolCall.of("t", Map.of("a", 1))).counters())
        .extracting(counter -> counter.rule() + " " + counter.spent() + " + " + counter.amount())
        .containsExactly("/tools/t/limits/0 7 + 3", "/tools/t/limits/1 7 + 3");
  }

  @Test
  void aCallWithoutAnAmountOrKeyShowsNoCounters() {
    Policy policy = tool(t -> t.limit(Limit.of(5, "day").amountFrom("args.a")).rateLimit("5/day"));
    Explanation explanation = engine(policy).explain(ToolCall.of("t"));
    assertThat(explanation.decision().code()).contains(Code.INVALID_AMOUNT);
    assertThat(explanation.counters()).isEmpty();
    assertThat(explanation)
        .hasToString(
            """
            DENY invalid_amount /tools/t/limits/0
              A limit counts the number at args.a, which must be at least 0.
            """);
  }

  // What it leaves alone

  @Test
  void explainingSpendsNothingAndMakesNoKeys() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(100);
    PolicyEngine engine = PolicyEngine.builder(RICH).clock(clock).counters(store).build();
    ToolCall call = ToolCall.of("pay", payment(50, 20));
    String first = engine.explain(call).toString();
    for (int i = 0; i < 20; i++) {
      assertThat(engine.explain(call)).hasToString(first);
      engine.explain(call.withCaller(Caller.of("g" + i)));
    }
    assertThat(store.stats().keys()).isZero();
    assertThat(store.stats().refusedKeys()).isZero();
    assertThat(engine.check(call).isAllowed()).isTrue();
    long keys = store.stats().keys();
    engine.explain(call);
    assertThat(store.stats().keys()).isEqualTo(keys).isPositive();
  }

  @Test
  void explainingAFullStoreCountsNoRefusal() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.rateLimit("1/day"))).clock(clock).counters(store).build();
    engine.check(ToolCall.of("t"));
    Explanation full = engine.explain(ToolCall.of("t").withCaller(Caller.of("g")));
    assertThat(full.decision().code()).contains(Code.STORE_FULL);
    assertThat(store.stats().refusedKeys()).isZero();
  }

  @Test
  void explainingAsksNobodyAndTellsNobody() {
    List<Object> heard = new ArrayList<>();
    PolicyEngine engine =
        PolicyEngine.builder(RICH)
            .clock(clock)
            .approver(
                request -> {
                  heard.add(request);
                  return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                })
            .listener(heard::add)
            .build();
    Explanation explanation = engine.explain(ToolCall.of("pay", payment(500, 1)));
    assertThat(explanation.decision().effect()).isEqualTo(Effect.ASK);
    explanation.decision().reservation().settle(Outcome.OK);
    assertThat(heard).isEmpty();
    engine.check(ToolCall.of("pay", payment(500, 1)));
    assertThat(heard).hasSize(2);
  }

  @Test
  void anExplanationForetellsWhatACheckDecides() {
    PolicyEngine engine = engine(RICH);
    for (int i = 0; i < 4; i++) {
      for (Object amount : Arrays.asList(50, 101, 60_000, -1, "text", null)) {
        ToolCall call = ToolCall.of("pay", payment(amount, 1));
        Decision foretold = engine.explain(call).decision();
        Decision decided = engine.check(call);
        if (foretold.effect() == Effect.ASK) {
          assertThat(decided.code()).contains(Code.APPROVAL_DENIED);
          assertThat(decided.rule()).isEqualTo(foretold.rule());
        } else {
          assertThat(decided).hasToString(foretold.toString());
          assertThat(decided.message()).isEqualTo(foretold.message());
        }
      }
      clock.advance(Duration.ofSeconds(20));
    }
  }

  /** A store that can be asked for nothing. */
  private record SilentStore(CompletionStage<Inspection> answer) implements CounterStore {
    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      throw new AssertionError("an explanation takes nothing");
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      throw new AssertionError("an explanation settles nothing");
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      if (answer == null) {
        throw new IllegalStateException("down");
      }
      return answer;
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }

  @Test
  void aStoreThatCantBeInspectedIsExplainedAsUnavailable() {
    List<CounterStore> stores =
        List.of(
            new SilentStore(CompletableFuture.failedFuture(new IllegalStateException("down"))),
            new SilentStore(new CompletableFuture<>()),
            new SilentStore(null));
    for (CounterStore store : stores) {
      PolicyEngine engine =
          PolicyEngine.builder(tool(t -> t.rateLimit("1/day")))
              .counters(store)
              .storeTimeout(Duration.ofMillis(1))
              .build();
      Explanation explanation = engine.explain(ToolCall.of("t"));
      assertThat(explanation.decision().code()).contains(Code.STORE_UNAVAILABLE);
      assertThat(explanation.counters()).isEmpty();
    }
  }
}
