package dev.mcppolicy.frameworks.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.util.ClassUtils;

/** A whole turn of a model that calls tools. */
class ConversationTest {

  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private static final Policy NO_LARGE_REFUND =
      policy(
          "{'version':'1','default':'allow','hide':['secret'],'tools':{'refund':{'deny_if':["
              + "{'conditions':[{'path':'args.amount','op':'gt','value':100}],"
              + "'on_deny':'Refunds above 100 need a person.'}]}}}");

  private final ScriptedServer server = new ScriptedServer("run", "refund", "secret");
  private final ScriptedModel model = new ScriptedModel();

  private static Policy policy(String text) {
    return Policy.parse(text.replace('\'', '"'));
  }

  /** Spring AI 2 would say {@code tools}, which Spring AI 1 doesn't know for these. */
  @SuppressWarnings("removal")
  private ChatClient.ChatClientRequestSpec ask(ToolCallbackProvider tools) {
    return ChatClient.builder(model)
        .defaultAdvisors(callers())
        .build()
        .prompt("Refund order 17.")
        .toolCallbacks(tools);
  }

  /** What calls the tools: Spring AI 2 adds that itself. */
  @SuppressWarnings("removal")
  private static List<Advisor> callers() {
    return ClassUtils.isPresent(
            "org.springframework.ai.chat.client.advisor.ToolCallingAdvisor",
            ConversationTest.class.getClassLoader())
        ? List.of()
        : List.of(ToolCallAdvisor.builder().build());
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedModelReadsWhyAndGoesOn(Way way) {
    model
        .calls("refund", "{\"amount\":500}")
        .calls("refund", "{\"amount\":80}")
        .says("I refunded 80.");

    String answer = ask(way.tools(PolicyEnforcer.of(NO_LARGE_REFUND), server)).call().content();

    assertThat(answer).isEqualTo("I refunded 80.");
    assertThat(model.turns()).isEqualTo(3);
    assertThat(model.offered()).containsExactly("run", "refund");
    assertThat(model.seen())
        .satisfiesExactly(
            denial ->
                assertThat(denial).contains("[POLICY DENIED] Refunds above 100 need a person."),
            result -> assertThat(result).contains("amount=80"));
    assertThat(server.calls())
        .extracting(call -> call.get("arguments"))
        .containsExactly(Map.of("amount", 80));
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedModelThatStreamsReadsWhyAndGoesOn(Way way) {
    model.calls("refund", "{\"amount\":500}").says("I may not.");

    List<String> answer =
        ask(way.tools(PolicyEnforcer.of(NO_LARGE_REFUND), server)).stream()
            .content()
            .collectList()
            .block(A_WHILE);

    assertThat(String.join("", answer)).isEqualTo("I may not.");
    assertThat(model.seen())
        .singleElement()
        .satisfies(
            denial ->
                assertThat(denial).contains("[POLICY DENIED] Refunds above 100 need a person."));
    assertThat(server.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aLimitEndsARunAwayModel(Way way) {
    for (int call = 0; call < 5; call++) {
      model.calls("run", "{}");
    }
    model.says("Enough.");
    PolicyEnforcer enforcer =
        PolicyEnforcer.of(
            policy(
                "{'version':'1','default':'allow','tools':{'run':{'limits':[{'counter':'runs',"
                    + "'window':'hour','max':2}]}}}"));

    assertThat(ask(way.tools(enforcer, server)).call().content()).isEqualTo("Enough.");
    assertThat(server.calls()).hasSize(2);
    assertThat(model.seen())
        .hasSize(5)
        .filteredOn(result -> result.contains("[POLICY DENIED]"))
        .hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aTurnWaitsForAPersonWhoApproves(Way way) {
    ExecutorService people = Executors.newSingleThreadExecutor();
    try {
      PolicyEnforcer enforcer =
          PolicyEnforcer.builder(
                  policy(
                      "{'version':'1','default':'allow',"
                          + "'tools':{'refund':{'action':'require_approval'}}}"))
              .approver(
                  Approver.blocking(
                      request ->
                          Integer.valueOf(80)
                                  .equals(request.call().arguments().asMap().get("amount"))
                              ? Approver.Answer.APPROVE
                              : Approver.Answer.DENY,
                      people))
              .build();
      model
          .calls("refund", "{\"amount\":500}")
          .calls("refund", "{\"amount\":80}")
          .says("I refunded 80.");

      assertThat(ask(way.tools(enforcer, server)).call().content()).isEqualTo("I refunded 80.");
      assertThat(model.seen())
          .satisfiesExactly(
              denial -> assertThat(denial).contains("[POLICY DENIED]"),
              result -> assertThat(result).contains("amount=80"));
      assertThat(server.calls())
          .extracting(call -> call.get("arguments"))
          .containsExactly(Map.of("amount", 80));
    } finally {
      people.shutdownNow();
    }
  }

  /** An async client brings along the Reactor context of whoever subscribes to the answer. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPED_ASYNC_CLIENT", "ASYNC_CLIENT_ON_A_WRAPPED_TRANSPORT"})
  void theReactorContextSaysWhoCalls(Way way) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policies.byGrant(
                    Map.of(
                        "reader", policy("{'version':'1','default':'deny'}"),
                        "clerk", policy("{'version':'1','default':'allow'}"))))
            .callers(
                context ->
                    context
                        .reactor()
                        .<String>getOrEmpty("grant")
                        .map(Caller::of)
                        .orElseGet(() -> Caller.of("clerk")))
            .build();
    ToolCallbackProvider tools = way.tools(enforcer, server);

    model.calls("run", "{\"n\":1}").says("No.").calls("run", "{\"n\":2}").says("Yes.");
    ask(tools).stream().content().contextWrite(c -> c.put("grant", "reader")).blockLast(A_WHILE);
    assertThat(server.calls()).isEmpty();
    ask(tools).stream().content().contextWrite(c -> c.put("grant", "clerk")).blockLast(A_WHILE);

    assertThat(server.calls())
        .extracting(call -> call.get("arguments"))
        .containsExactly(Map.of("n", 2));
  }
}
