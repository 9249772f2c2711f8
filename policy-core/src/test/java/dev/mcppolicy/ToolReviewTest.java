package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolReviewTest {

  private static final PolicyEngine ENGINE = PolicyEngine.of(Policy.allowByDefault().build());

  private static ToolCall call(ToolReview review) {
    return ToolCall.of("t").withReview(review);
  }

  @Test
  void whereNothingIsKnownAndThePolicyDoesNotSpeakOfItACallIsJudgedAsEver() {
    assertThat(ENGINE.check(ToolCall.of("t")).isAllowed()).isTrue();
    assertThat(ENGINE.isVisible("t", Caller.byDefault())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DefinitionChange.class)
  void everyChangeButANarrowingDeniesAndHidesUnlessThePolicySaysOtherwise(DefinitionChange change) {
    boolean denies = change != DefinitionChange.NARROWED;
    Reviewed review = Reviewed.with(change);
    assertThat(ENGINE.check(call(review)).code())
        .isEqualTo(denies ? Optional.of(Code.DEFINITION_CHANGED) : Optional.empty());
    assertThat(ENGINE.isVisible("t", Caller.byDefault(), review)).isEqualTo(!denies);
    PolicyEngine reporting = PolicyEngine.of(Policy.allowByDefault().definitions(change).build());
    assertThat(reporting.check(call(review)).isAllowed()).isTrue();
    assertThat(reporting.isVisible("t", Caller.byDefault(), review)).isTrue();
    assertThat(change.toString()).isEqualTo(change.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void oneChangeThatDeniesAmongSomeThatAreReportedDenies() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.parse(
                "{\"version\":\"1\",\"default\":\"allow\",\"definitions\":{\"description\":\"report\","
                    + "\"output\":\"deny\"}}"));
    Reviewed all =
        new Reviewed(
            Set.copyOf(
                EnumSet.of(
                    DefinitionChange.DESCRIPTION,
                    DefinitionChange.OUTPUT,
                    DefinitionChange.ANNOTATIONS)),
            true,
            true);
    Decision decision = engine.check(call(all));
    assertThat(decision.code()).contains(Code.DEFINITION_CHANGED);
    assertThat(decision.rule()).isEqualTo("/definitions/output");
    assertThat(engine.check(call(Reviewed.with(DefinitionChange.WIDENED))).rule())
        .isEqualTo("/definitions");
    assertThat(ENGINE.check(call(Reviewed.with(DefinitionChange.WIDENED))).rule()).isEmpty();
  }

  @Test
  void whereThePolicySpeaksOfItNothingKnownIsDeniedAndHidden() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().definitions().build());
    assertThat(engine.check(ToolCall.of("t")).code()).contains(Code.DEFINITION_CHANGED);
    assertThat(engine.isVisible("t", Caller.byDefault())).isFalse();
    assertThat(engine.check(call(Reviewed.SAME)).isAllowed()).isTrue();
  }

  @Test
  void whatMayHaveChangedInAnyWayIsNotSaidToHaveChangedInOne() {
    Reviewed anything = Reviewed.with(DefinitionChange.values());
    assertThat(ENGINE.check(call(anything)).message())
        .startsWith("Nothing is known of the definition of the tool");
  }

  @Test
  void aPolicyInShadowOnlyRecordsIt() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().shadow().build());
    Reviewed changed = Reviewed.with(DefinitionChange.WIDENED);
    Decision decision = engine.check(call(changed));
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.shadow().flatMap(Decision::code)).contains(Code.DEFINITION_CHANGED);
    assertThat(engine.isVisible("t", Caller.byDefault(), changed)).isTrue();
  }

  @Test
  void anEntryInShadowDoesNotLiftIt() {
    PolicyEngine engine =
        PolicyEngine.of(Policy.denyByDefault().tool("t", ToolRules::shadow).build());
    assertThat(engine.check(call(Reviewed.with(DefinitionChange.WIDENED))).code())
        .contains(Code.DEFINITION_CHANGED);
  }

  @Test
  void aReviewThatThrowsDenies() {
    ToolReview throwing =
        new ToolReview() {
          @Override
          public Set<DefinitionChange> changes() {
            throw new IllegalStateException("changes");
          }

          @Override
          public Optional<String> misfit(Arguments arguments, boolean closed) {
            throw new StackOverflowError();
          }
        };
    assertThat(ENGINE.check(call(throwing)).code()).contains(Code.INTERNAL_ERROR);
    assertThat(ENGINE.isVisible("t", Caller.byDefault(), throwing)).isFalse();
  }

  @Test
  void aSchemaIsAskedAfterTheNamesOfArgumentsAndBeforeConditions() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault()
                .tool(
                    "t",
                    t ->
                        t.allowedArgs("a")
                            .validateArgs()
                            .denyIf(Condition.arg("a").eq(1))
                            .rateLimit("1/day"))
                .build());
    Reviewed misfit = new Reviewed(Set.of(), false, false);
    assertThat(code(engine, ToolCall.of("t", java.util.Map.of("b", 1)).withReview(misfit)))
        .isEqualTo("argument_not_allowed /tools/t/allowed_args");
    assertThat(code(engine, ToolCall.of("t", java.util.Map.of("a", 1)).withReview(misfit)))
        .isEqualTo("invalid_arguments /tools/t/validate_args");
    assertThat(code(engine, ToolCall.of("t", java.util.Map.of("a", 1)).withReview(Reviewed.SAME)))
        .isEqualTo("deny_if_matched /tools/t/deny_if/0");
    String said = engine.check(ToolCall.of("t").withReview(misfit)).message();
    assertThat(engine.explain(ToolCall.of("t").withReview(misfit)).rules())
        .contains(trace(Explanation.Verdict.DENIES, said));
    assertThat(engine.explain(ToolCall.of("t").withReview(Reviewed.SAME)).rules())
        .contains(trace(Explanation.Verdict.PASSES, ""));
    assertThat(engine.check(ToolCall.of("t").withReview(Reviewed.SAME)).isAllowed()).isTrue();
  }

  private static Explanation.RuleTrace trace(Explanation.Verdict verdict, String message) {
    return new Explanation.RuleTrace("/tools/t/validate_args", verdict, false, message, List.of());
  }

  @Test
  void theStricterOfTwoEntriesIsAsked() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault()
                .allTools(ToolRules::validateArgs)
                .tool("t", ToolRules::validateArgsClosed)
                .tool("u")
                .build());
    Reviewed open = new Reviewed(Set.of(), true, false);
    assertThat(engine.check(call(open)).code()).contains(Code.INVALID_ARGUMENTS);
    assertThat(engine.check(ToolCall.of("u").withReview(open)).isAllowed()).isTrue();
  }

  private static String code(PolicyEngine engine, ToolCall call) {
    Decision decision = engine.check(call);
    return decision.code().orElseThrow() + " " + decision.rule();
  }
}
