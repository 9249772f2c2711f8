package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.spent;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.ForwardingStore;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No mistake in a policy loads and lets more through, and no reload forgets or mixes anything. */
class LoadingTest {

  // Mistakes that validate elsewhere

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "defualt":"deny"                                    | unknown key "defualt"; did you mean "default"?
          "default":"deny","tool":{"t":{}}                    | unknown key "tool"; did you mean "tools"?
          "default":"deny","tools":{"t":{"deny":[]}}          | unknown key "deny"
          "default":"deny","tools":{"t":{"forbid_if":[]}}     | unknown key "forbid_if"
          "default":"deny","tools":{"t":{"rate_limits":"1/day"}} | unknown key "rate_limits"; did you mean "rate_limit"?
          "default":"deny","tools":{"t":{"action":"block"}}   | must be
          "default":"deny","tools":{"t":{"deny_if":{}}}       | must be a list
          "default":"deny","tools":{"t":{"deny_if":[{}]}}     | the key "conditions" is missing
          "default":"deny","tools":{"t":{"deny_if":[{"conditions":[]}]}} | that is not empty
          "default":"deny","tools":{"t":null}                 | must be
          "default":"deny","tools":[]                         | must be
          "default":"deny","hide":"t"                         | must be
          "default":"deny","mode":"off"                       | must be
          "default":"deny","enabled":false                    | unknown key "enabled"
          "default":null                                      | must be
          "default":"deny",,                                  | this is no JSON
          """)
  void aMistakeInTheDocumentDoesNotLoad(String fields, String sentence) {
    assertThatThrownBy(() -> Policy.parse("{\"version\":\"1\"," + fields + "}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "path":"args.v","op":"in","values":["x"]     | unknown key "values"; did you mean "value"?
          "path":"args.v","op":"matches","value":"x"   | unknown operator "matches"
          "path":"args.v","op":"EQ","value":"x"        | unknown operator "EQ"
          "path":"args.v","op":"regex","value":"(x"    | the pattern doesn't parse
          "path":"args.v","op":"regex","value":"(?=x)" | the pattern holds
          "path":"args.v","op":"regex","value":"(x)\\\\1" | the pattern holds
          "path":"args.v","op":"in","value":[]         | that is not empty
          "path":"args.v","op":"in","value":"x"        | must be a list
          "path":"args.v","op":"gt","value":"5"        | must be a number
          "path":"args.v","op":"within","value":"app"  | must be an absolute path
          "path":"args.v","op":"host_in","value":["http://good.com"] | must be a host alone
          "path":"v","op":"eq","value":1               | a path starts with args
          "path":"args","op":"eq","value":1            | args alone is no value
          "path":"args.v","op":"eq"                    | the key "value" is missing
          "op":"eq","value":1                          | the key "path" is missing
          "any":[]                                     | that is not empty
          "not":{"path":"args.v","op":"eq","value":1}  | unknown key "not"
          """)
  void aMistakeInAConditionDoesNotLoadAndNeverMatch(String fields, String sentence) {
    for (String part : List.of("require", "deny_if", "approve_if")) {
      assertThatThrownBy(
              () -> Verdicts.toolInJson("{\"" + part + "\":[{\"conditions\":[{" + fields + "}]}]}"))
          .isInstanceOf(InvalidPolicyException.class)
          .hasMessageContaining(sentence);
    }
  }

  @Test
  void anEmptyRuleSetDoesNotMeanAllow() {
    assertDenied(
        PolicyEngine.of(Policy.parse("{\"version\":\"1\",\"default\":\"deny\"}")).check(call()),
        Code.NOT_LISTED);
    assertDenied(PolicyEngine.of(Policy.denyByDefault().build()).check(call()), Code.NOT_LISTED);
    assertDenied(
        PolicyEngine.of(Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{}}"))
            .check(call()),
        Code.NOT_LISTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "[]", "null", "\"\"", "{\"version\":\"1\"}"})
  void anEmptyDocumentDoesNotMeanAllow(String document) {
    assertThatThrownBy(() -> Policy.parse(document)).isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void aPolicyWithOneMistakeAmongManyRulesLoadsNotInPartEither() {
    assertThatThrownBy(
            () ->
                Policy.parse(
                    """
                    {"version":"1","default":"allow",
                     "tools":{"a":{"action":"deny"},"b":{"acton":"deny"}}}
                    """))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("1 problem");
  }

  // Reloads

  @Test
  void aBadPolicyChangesNothingAndTheNextGoodOneStillLoads() {
    PolicyEngine engine = PolicyEngine.of(tool(t -> t.deny("Old.")));
    assertThatThrownBy(() -> engine.replace(Policy.parse("{\"version\":\"1\",\"default\":")))
        .isInstanceOf(InvalidPolicyException.class);
    assertThat(engine.check(call()).message()).isEqualTo("Old.");
    engine.replace(tool(t -> t.deny("New.")));
    assertThat(engine.check(call()).message()).isEqualTo("New.");
  }

  /** A store that does something before it takes. */
  private static final class Interrupting extends ForwardingStore {
    private Runnable before = () -> {};

    Interrupting() {
      super(CounterStore.inMemory());
    }

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      before.run();
      return store.take(charges, now);
    }
  }

  @Test
  void noCallIsJudgedByOnePolicyAndCountedByAnother() {
    Policy generous = tool(t -> t.limit(Limit.of(5, "day").counter("c").amount(2)));
    Policy strict =
        tool(
            t ->
                t.requireApproval("Ask.")
                    .denyIf(Condition.arg("v").exists())
                    .limit(Limit.of(1, "day").counter("c"))
                    .concurrency(1));
    Interrupting store = new Interrupting();
    PolicyEngine engine =
        PolicyEngine.builder(generous).clock(new VirtualClock()).counters(store).build();
    store.before = () -> engine.replace(strict);
    Decision decision = assertAllowed(engine.check(call(1)));
    assertThat(decision.policy()).contains(generous.digest());
    assertThat(spent(engine, call())).isEqualByComparingTo("2");
    Decision next = assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    assertThat(next.policy()).contains(strict.digest());
    assertThat(spent(engine, call(), 1)).isZero();
  }

  @Test
  void noCallIsApprovedUnderOnePolicyAndSentUnderAnother() {
    PolicyEngine[] engine = new PolicyEngine[1];
    Policy asking = tool(t -> t.requireApproval("Ask."));
    engine[0] =
        PolicyEngine.builder(asking)
            .approver(
                request -> {
                  engine[0].replace(Policy.denyByDefault().build());
                  return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                })
            .build();
    Decision decision = assertAllowed(engine[0].check(call()));
    assertThat(decision.policy()).contains(asking.digest());
    assertDenied(engine[0].check(call()), Code.NOT_LISTED);
  }

  @Test
  void aReloadForgetsNeitherWhatWasSpentNorWhatIsInFlight() {
    Policy policy = tool(t -> t.limit(Limit.of(3, "day")).rateLimit("3/hour").concurrency(2));
    PolicyEngine engine = PolicyEngine.builder(policy).clock(new VirtualClock()).build();
    assertAllowed(engine.check(call()));
    Decision second = assertAllowed(engine.check(call()));
    Policy same = Policy.parse(policy.toJson());
    engine.replace(same);
    assertDenied(engine.check(call()), Code.CONCURRENCY_EXCEEDED);
    second.reservation().settle(Outcome.OK);
    assertAllowed(engine.check(call()));
    engine.replace(tool(t -> t.limit(Limit.of(4, "day")).rateLimit("4/hour")));
    assertAllowed(engine.check(call()));
    assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
  }

  @Test
  void aCallOfTheOldPolicyIsSettledInItsOwnCountersAfterAReload() {
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.limit(Limit.of(3, "day").counter("c")).concurrency(1)))
            .clock(new VirtualClock())
            .build();
    Decision old = assertAllowed(engine.check(call()));
    engine.replace(
        tool(t -> t.limit(Limit.of(3, "hour").counter("c")).concurrency(1).allowedArgs()));
    old.reservation().settle(Outcome.ERROR);
    assertThat(spent(engine, call(), 0)).isZero();
    assertThat(spent(engine, call(), 1)).isZero();
    assertDenied(engine.check(ToolCall.of("t", Map.of("x", 1))), Code.ARGUMENT_NOT_ALLOWED);
  }
}
