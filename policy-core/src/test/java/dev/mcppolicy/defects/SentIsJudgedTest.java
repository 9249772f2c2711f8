package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.assertRequired;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.Serial;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nowhere here is something else judged than what is sent. */
class SentIsJudgedTest {

  private static final Policy ONLY_APP =
      tool(t -> t.require(Condition.arg("path").within("/app")).allowedArgs("path"));

  // Whatever is no well-formed call is forwarded unjudged

  @Test
  void argumentsThatAreAListATextOrANumberAreNotForwardedUnjudged() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().build());
    for (Object arguments : List.of(List.of(), List.of(Map.of("a", 1)), "{}", 5, true)) {
      assertDenied(engine.check(ToolCall.of("t", Arguments.freeze(arguments))), Code.INVALID_CALL);
    }
  }

  @Test
  void missingArgumentsAreNotUnjudgedButEmpty() {
    assertRequired(false, Condition.arg("path").within("/app"), ToolCall.of("t"));
    Map<String, ?> none = null;
    assertRequired(false, Condition.arg("path").within("/app"), ToolCall.of("t", none));
  }

  @Test
  void aCallThatNamesNoToolIsNotForwardedUnjudged() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().build());
    assertDenied(engine.check(ToolCall.of(null, Map.of("a", 1))), Code.INVALID_CALL);
    assertDenied(engine.check(ToolCall.of("", Map.of("a", 1))), Code.INVALID_CALL);
  }

  // Keys that differ in case

  @Test
  void aToolsNameInAnotherCaseIsNotThatTool() {
    Policy policy = Policy.denyByDefault().tool("read").tool("wr*").build();
    PolicyEngine engine = PolicyEngine.of(policy);
    for (String name : List.of("Read", "READ", "read ", " read", "rea\u0501", "Write", "wR")) {
      assertDenied(engine.check(ToolCall.of(name)), Code.NOT_LISTED);
    }
    Policy hiding = Policy.allowByDefault().hide("DELETE").build();
    assertAllowed(PolicyEngine.of(hiding).check(ToolCall.of("delete")));
  }

  @Test
  void anArgumentInAnotherCaseIsNotJudgedInItsPlace() {
    PolicyEngine engine = PolicyEngine.of(ONLY_APP);
    assertDenied(
        engine.check(ToolCall.of("t", Map.of("path", "/app", "Path", "/etc/shadow"))),
        Code.ARGUMENT_NOT_ALLOWED);
    assertRequired(
        false,
        Condition.arg("path").within("/app"),
        ToolCall.of("t", Map.of("Path", "/app", "PATH", "/app")));
  }

  @Test
  void aPolicysKeyInAnotherCaseIsNotReadAsThatKey() {
    assertThatThrownBy(() -> Policy.parse("{\"version\":\"1\",\"Default\":\"allow\"}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("unknown key \"Default\"; did you mean \"default\"?");
  }

  @Test
  void ofAKeyThatStandsTwiceNeitherIsTakenForTheOther() {
    assertThatThrownBy(
            () ->
                Policy.parse(
                    "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"action\":\"deny\"},"
                        + "\"t\":{}}}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("the key \"t\" stands twice in one object");
  }

  // What the caller keeps and changes

  @Test
  void argumentsChangedAfterTheVerdictAreNotSent() {
    Map<String, Object> arguments = new HashMap<>(Map.of("path", "/app/x"));
    ToolCall call = ToolCall.of("t", arguments);
    assertAllowed(PolicyEngine.of(ONLY_APP).check(call));
    arguments.put("path", "/etc/shadow");
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("path", "/app/x"));
  }

  @Test
  void argumentsChangedWhileSomebodyApprovesAreNotSent() {
    List<Object> files = new ArrayList<>(List.of("/app/x"));
    Map<String, Object> arguments = new HashMap<>(Map.of("files", files));
    Policy policy =
        tool(
            t -> t.requireApproval("Ask.").require(Condition.path("args.files[*]").within("/app")));
    PolicyEngine engine =
        PolicyEngine.builder(policy)
            .approver(
                request -> {
                  files.set(0, "/etc/shadow");
                  arguments.put("more", true);
                  assertThat(request.call().arguments().asMap())
                      .isEqualTo(Map.of("files", List.of("/app/x")));
                  return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                })
            .build();
    ToolCall call = ToolCall.of("t", arguments);
    assertAllowed(engine.check(call));
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("files", List.of("/app/x")));
  }

  @Test
  void whatIsHandedOnCantBeChangedByWhoeverGetsIt() {
    ToolCall call = ToolCall.of("t", Map.of("path", "/app/x"));
    assertThatThrownBy(() -> call.arguments().asMap().put("path", "/etc/shadow"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aMapThatAnswersTheRuleAndTheServerDifferentlyIsReadOnce() {
    AtomicInteger asked = new AtomicInteger();
    Map<String, Object> lying =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            String path = asked.getAndIncrement() == 0 ? "/app/x" : "/etc/shadow";
            return Map.<String, Object>of("path", path).entrySet();
          }

          @Override
          public Object get(Object key) {
            return "/app/x";
          }
        };
    ToolCall call = ToolCall.of("t", lying);
    assertAllowed(PolicyEngine.of(ONLY_APP).check(call));
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("path", "/app/x"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aMapWhoseGetDiffersFromItsEntriesIsJudgedByWhatIsSent() {
    Map<String, Object> lying =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            return Map.<String, Object>of("path", "/etc/shadow").entrySet();
          }

          @Override
          public Object get(Object key) {
            return "/app/x";
          }
        };
    assertDenied(PolicyEngine.of(ONLY_APP).check(ToolCall.of("t", lying)), Code.REQUIRE_FAILED);
  }

  @Test
  void aListWhoseElementsDifferWhenAskedAgainIsReadOnce() {
    AtomicInteger asked = new AtomicInteger();
    List<Object> lying =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            return asked.getAndIncrement() == 0 ? "/app/x" : "/etc/shadow";
          }

          @Override
          public int size() {
            return 1;
          }
        };
    ToolCall call = ToolCall.of("t", Map.of("files", lying));
    assertRequired(true, Condition.path("args.files[*]").within("/app"), call);
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("files", List.of("/app/x")));
  }

  /** A million that calls itself small. */
  private static final class Shy extends BigDecimal {
    @Serial private static final long serialVersionUID = 1L;

    Shy() {
      super("1000000");
    }

    @Override
    public int compareTo(BigDecimal other) {
      return -1;
    }

    @Override
    public int signum() {
      return 0;
    }
  }

  @Test
  void aNumberThatComparesOtherwiseThanItPrintsIsNotJudgedAtAll() {
    PolicyEngine engine =
        PolicyEngine.of(
            tool(
                t ->
                    t.require(Condition.arg("amount").lte(10))
                        .limit(Limit.of(10, "day").amountFrom("args.amount"))));
    Decision decision = engine.check(ToolCall.of("t", Map.of("amount", new Shy())));
    assertDenied(decision, Code.INVALID_CALL);
  }
}
