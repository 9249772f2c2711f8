package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine keeps of tools that were called before, for which every call is the same. */
class KnownToolTest {

  private static final String NAME = "run";
  private static final Policy ALLOWING = Policy.denyByDefault().tool(NAME).build();
  private static final Policy DENYING =
      Policy.allowByDefault().tool(NAME, tool -> tool.deny("No.")).build();

  private static PolicyEngine engine(String document) {
    PolicyEngine engine = PolicyEngine.of(Policy.parse(document.replace('\'', '"')));
    engine.check(ToolCall.of(NAME));
    engine.check(ToolCall.of(NAME));
    return engine;
  }

  @Test
  void aCallWithArgumentsThatAreNoneIsDeniedAsThatWhateverEveryOtherComesTo() {
    Map<Object, Object> cyclic = new HashMap<>();
    cyclic.put("self", cyclic);
    ToolCall wrong = ToolCall.of(NAME, Arguments.freeze(cyclic));
    for (String rules :
        List.of(
            "'default':'allow','tools':{'run':{}}",
            "'default':'allow','tools':{'run':{}},'hide':['run']",
            "'default':'allow','tools':{'run':{'action':'deny'}}",
            "'default':'deny','tools':{'other':{}}")) {
      PolicyEngine engine = engine("{'version':'1'," + rules + "}");
      assertThat(engine.check(wrong).code()).as(rules).contains(Code.INVALID_CALL);
    }
  }

  @Test
  void aToolWhoseDefinitionChangedIsDeniedThoughEveryOtherCallPasses() {
    PolicyEngine engine = engine("{'version':'1','default':'deny','tools':{'run':{}}}");
    Decision known = engine.check(ToolCall.of(NAME));
    Decision changed =
        engine.check(ToolCall.of(NAME).withReview(review(EnumSet.allOf(DefinitionChange.class))));
    Decision same = engine.check(ToolCall.of(NAME).withReview(review(Set.of())));
    assertThat(known.isAllowed()).isTrue();
    assertThat(changed.code()).contains(Code.DEFINITION_CHANGED);
    assertThat(same.isAllowed()).isTrue();
  }

  @Test
  void aDefinitionThatHasToBeKnownIsAskedForThoughThereIsNoOtherRule() {
    PolicyEngine engine =
        engine(
            "{'version':'1','default':'deny','definitions':{'widened':'deny'},'tools':{'run':{}}}");
    assertThat(engine.check(ToolCall.of(NAME)).code()).contains(Code.DEFINITION_CHANGED);
    assertThat(engine.check(ToolCall.of(NAME).withReview(review(Set.of()))).isAllowed()).isTrue();
  }

  @Test
  void namesThatHaveOneHashAreDifferentTools() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.parse(
                "{'version':'1','default':'deny','tools':{'Aa':{},'BB':{'action':'deny'}}}"
                    .replace('\'', '"')));
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode()).isEqualTo("C#".hashCode());
    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(ToolCall.of(new String("Aa".toCharArray()))).isAllowed()).isTrue();
      assertThat(engine.check(ToolCall.of("BB")).code()).contains(Code.DENIED);
      assertThat(engine.check(ToolCall.of("C#")).code()).contains(Code.NOT_LISTED);
    }
  }

  @Test
  void aGrantIsJudgedByItsOwnPolicyWhoeverCalledTheToolBefore() {
    Policies policies =
        Policies.byGrant(Map.of("alice", ALLOWING, "mallory", DENYING)).otherwise(ALLOWING);
    PolicyEngine engine = PolicyEngine.builder(policies).build();

    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(ToolCall.of(NAME)).isAllowed()).isTrue();
      assertThat(engine.check(by("alice")).isAllowed()).isTrue();
      assertThat(engine.check(by("mallory")).code()).contains(Code.DENIED);
      assertThat(engine.checkAsync(by("mallory")).join().code()).contains(Code.DENIED);
    }
  }

  @Test
  void whoHasNoPolicyIsDeniedAToolThatOthersHaveCalled() {
    PolicyEngine engine = PolicyEngine.builder(Policies.byGrant(Map.of("alice", ALLOWING))).build();

    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(by("alice")).isAllowed()).isTrue();
      assertThat(engine.check(by("bob")).code()).contains(Code.NO_POLICY);
      assertThat(engine.check(ToolCall.of(NAME)).code()).contains(Code.NO_POLICY);
    }
  }

  @Test
  void aPolicyOfOneGrantThatComesLaterIsAskedForItAlone() {
    PolicyEngine engine = PolicyEngine.of(ALLOWING);
    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(by("mallory")).isAllowed()).isTrue();
    }

    engine.replace(Policies.byGrant(Map.of("mallory", DENYING)).otherwise(ALLOWING));

    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(by("bob")).isAllowed()).isTrue();
      assertThat(engine.check(by("mallory")).code()).contains(Code.DENIED);
    }
  }

  private static ToolCall by(String grant) {
    return ToolCall.of(NAME).withCaller(Caller.of(grant));
  }

  @Test
  void aPolicyThatTakesItsPlaceJudgesTheNextCall() {
    PolicyEngine engine = engine("{'version':'1','default':'deny','tools':{'run':{}}}");
    assertThat(engine.check(ToolCall.of(NAME)).isAllowed()).isTrue();
    engine.replace(Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{}}"));
    assertThat(engine.check(ToolCall.of(NAME)).code()).contains(Code.NOT_LISTED);
  }

  private static ToolReview review(Set<DefinitionChange> changes) {
    return new ToolReview() {
      @Override
      public Set<DefinitionChange> changes() {
        return changes;
      }

      @Override
      public Optional<String> misfit(Arguments arguments, boolean closed) {
        return Optional.empty();
      }
    };
  }
}
