package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Questions to the user by elicitation, on every line of the SDK. */
class ElicitationApproverTest {

  private static final Policy POLICY =
      Policy.denyByDefault().tool("pay", tool -> tool.requireApproval("Money moves.")).build();

  private static final ToolCall CALL =
      ToolCall.of("pay", Map.of("to", "ann\u202e"))
          .withCaller(Caller.of("alice"))
          .withServer("bank");

  private static final List<ElicitResult> NO =
      Arrays.asList(
          null,
          result(ElicitResult.Action.ACCEPT, null),
          result(ElicitResult.Action.ACCEPT, Map.of()),
          result(ElicitResult.Action.ACCEPT, Map.of("approve", false)),
          result(ElicitResult.Action.ACCEPT, Map.of("approve", "true")),
          result(ElicitResult.Action.ACCEPT, Map.of("approve", 1)),
          result(ElicitResult.Action.ACCEPT, Collections.singletonMap("approve", null)),
          result(ElicitResult.Action.ACCEPT, Map.of("Approve", true)),
          result(ElicitResult.Action.DECLINE, Map.of("approve", true)),
          result(ElicitResult.Action.CANCEL, Map.of("approve", true)));

  private static ElicitResult result(ElicitResult.Action action, Map<String, Object> content) {
    return new ElicitResult(action, content);
  }

  private static Decision check(ElicitationApprover approver, ToolCall call) {
    return PolicyEngine.builder(POLICY).approver(approver).build().check(call);
  }

  /** Reads a property of a form, whose class differs between lines of the SDK. */
  private static Object property(Object form, String name) {
    try {
      return form.getClass().getMethod(name).invoke(form);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theUserSeesTheWholeCallAndSaysYes() {
    AtomicReference<Object> seen = new AtomicReference<>();
    Function<Object, ElicitResult> handler =
        form -> {
          seen.set(form);
          return result(ElicitResult.Action.ACCEPT, Map.of("approve", true));
        };
    assertThat(check(ElicitationApprover.of(handler), CALL).isAllowed()).isTrue();
    assertThat(property(seen.get(), "message"))
        .isEqualTo(
            "Money moves.\n  tool: \"pay\"\n  server: \"bank\"\n  grant: \"alice\"\n"
                + "  args.to: \"ann\\u202e\"");
    assertThat(property(seen.get(), "requestedSchema"))
        .isEqualTo(
            Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                    "approve",
                    Map.of(
                        "type",
                        "boolean",
                        "title",
                        "Approve",
                        "description",
                        "Let this call through, once.")),
                "required",
                List.of("approve")));
  }

  @Test
  void everythingButAYesIsANo() {
    for (ElicitResult result : NO) {
      Function<Object, ElicitResult> handler = form -> result;
      assertThat(check(ElicitationApprover.of(handler), CALL).code())
          .as("%s", result)
          .contains(Code.APPROVAL_DENIED);
      Function<Object, Mono<ElicitResult>> later = form -> Mono.justOrEmpty(result);
      assertThat(check(ElicitationApprover.ofAsync(later), CALL).code())
          .as("%s", result)
          .contains(Code.APPROVAL_DENIED);
    }
  }

  @Test
  void aHandlerThatFailsDenies() {
    Function<Object, ElicitResult> throwing =
        form -> {
          throw new IllegalStateException("no user");
        };
    assertThat(check(ElicitationApprover.of(throwing), CALL).code()).contains(Code.APPROVAL_DENIED);
    Function<Object, Mono<ElicitResult>> failing =
        form -> Mono.error(new IllegalStateException("no user"));
    assertThat(check(ElicitationApprover.ofAsync(failing), CALL).code())
        .contains(Code.APPROVAL_DENIED);
  }

  @Test
  void anAsynchronousHandlerBlocksNobodyAndIsCancelledWithTheCall() {
    AtomicBoolean cancelled = new AtomicBoolean();
    Function<Object, Mono<ElicitResult>> handler =
        form -> Mono.<ElicitResult>never().doOnCancel(() -> cancelled.set(true));
    PolicyEngine engine =
        PolicyEngine.builder(POLICY).approver(ElicitationApprover.ofAsync(handler)).build();
    CompletableFuture<Decision> decision = engine.checkAsync(CALL);
    assertThat(decision).isNotDone();
    decision.cancel(true);
    assertThat(cancelled).isTrue();
  }

  @Test
  void anAsynchronousYesIsOne() {
    Function<Object, Mono<ElicitResult>> handler =
        form -> Mono.just(result(ElicitResult.Action.ACCEPT, Map.of("approve", true)));
    assertThat(check(ElicitationApprover.ofAsync(handler), CALL).isAllowed()).isTrue();
  }

  @Test
  void whatIsTooLongToBeShownIsRefusedWithoutAsking() {
    Function<Object, ElicitResult> handler =
        form -> {
          throw new AssertionError("asked");
        };
    ToolCall call =
        CALL.withArguments(
            dev.mcppolicy.Arguments.freeze(
                Map.of("to", "x".repeat(ElicitationApprover.MOST_SHOWN))));
    assertThat(check(ElicitationApprover.of(handler), call).message())
        .isEqualTo("This call is too long to be shown to whoever would approve it.");
  }
}
