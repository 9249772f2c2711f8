package dev.mcppolicy.frameworks.adk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.agents.LlmAgent;
import com.google.adk.events.Event;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.BaseToolset;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.client.McpSyncClient;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model is offered and told by the tools of the ADK. */
class McpToolsetTest {

  private static final String NO_LARGE_REFUND =
      "{'version':'1','default':'allow','hide':['secret'],'tools':{'refund':{'deny_if':["
          + "{'conditions':[{'path':'args.amount','op':'gt','value':100}],"
          + "'on_deny':'Refunds above 100 need a person.'}]}}}";

  private static final Map<String, Object> DENIAL =
      Map.of(
          "error",
          "Tool execution failed. Details: [POLICY DENIED] Refunds above 100 need a person.");

  private final Servers servers = new Servers();

  private static PolicyEnforcer enforcer(String policy) {
    return PolicyEnforcer.of(policy(policy));
  }

  private static Policy policy(String text) {
    return Policy.parse(text.replace('\'', '"'));
  }

  private static List<BaseTool> list(BaseToolset tools) {
    return tools.getTools(null).toList().timeout(30, TimeUnit.SECONDS).blockingGet();
  }

  private static BaseTool tool(BaseToolset tools, String name) {
    return list(tools).stream().filter(tool -> tool.name().equals(name)).findAny().orElseThrow();
  }

  private static Map<String, Object> call(BaseTool tool, Map<String, Object> arguments) {
    return waited(tool.runAsync(arguments, null)).blockingGet();
  }

  private static <T> Single<T> waited(Single<T> single) {
    return single.timeout(30, TimeUnit.SECONDS);
  }

  @Test
  void theSdkIsTheOneThatTheAdkBrings() {
    assertThat(McpSyncClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("/mcp-core-" + System.getProperty("mcppolicy.framework.sdk") + ".jar");
  }

  @ParameterizedTest
  @EnumSource
  void hiddenToolsAreNotOffered(Way way) {
    BaseToolset tools = way.tools(enforcer(NO_LARGE_REFUND), servers);

    assertThat(list(tools)).extracting(BaseTool::name).containsExactly("run", "refund");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedIsAsItIsWithoutAPolicy(Way way) {
    Servers others = new Servers();
    BaseTool bare = tool(Way.bare(others), "run");
    BaseTool guarded = tool(way.tools(enforcer(NO_LARGE_REFUND), servers), "run");
    Map<String, Object> arguments = Map.of("path", "/app", "deep", Map.of("n", List.of(1, 2.5)));

    assertThat(guarded.declaration().map(Object::toString))
        .isEqualTo(bare.declaration().map(Object::toString));
    assertThat(call(guarded, arguments)).isEqualTo(call(bare, arguments));
    assertThat(servers.calls()).hasSize(1).isEqualTo(others.calls());
  }

  @ParameterizedTest
  @EnumSource
  void aDenialIsAResultOfTheToolAndIsNotRetried(Way way) {
    BaseTool refund = tool(way.tools(enforcer(NO_LARGE_REFUND), servers), "refund");

    assertThat(call(refund, Map.of("amount", 500))).isEqualTo(DENIAL);
    assertThat(servers.calls()).isEmpty();
    assertThat(servers.sessions()).isEqualTo(1);
  }

  /** After an exception the ADK calls again, on a client of its own that it opens for that. */
  @ParameterizedTest
  @EnumSource
  void aRetryIsACallOfItsOwnAndGuardedToo(Way way) {
    servers.onCall(exchange -> exchange.error(-32000, "Try again.", null));
    BaseTool run =
        tool(
            way.tools(
                enforcer(
                    "{'version':'1','default':'allow','tools':{'run':{'limits':[{'counter':'runs',"
                        + "'window':'hour','max':2,'refund':'never'}]}}}"),
                servers),
            "run");

    assertThat(call(run, Map.of()).get("error")).asString().contains("[POLICY DENIED]");
    assertThat(servers.calls()).hasSize(2);
    assertThat(servers.sessions()).isEqualTo(3);
  }

  /** Hosts that ask for exceptions make the ADK retry, which gets no further. */
  @ParameterizedTest
  @EnumSource
  void noRetryReachesAServerEvenIfDenialsAreThrown(Way way) {
    PolicyEnforcer throwing = PolicyEnforcer.builder(policy(NO_LARGE_REFUND)).throwing().build();
    BaseTool refund = tool(way.tools(throwing, servers), "refund");

    assertThat(waited(refund.runAsync(Map.of("amount", 500), null)).onErrorReturnItem(Map.of()))
        .extracting(Single::blockingGet)
        .isEqualTo(Map.of());
    assertThat(servers.sessions()).isEqualTo(4);
    assertThat(servers.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedModelReadsWhyAndGoesOn(Way way) {
    ScriptedModel model =
        new ScriptedModel()
            .calls("refund", Map.of("amount", 500))
            .calls("refund", Map.of("amount", 80))
            .says("I refunded 80.");
    LlmAgent agent =
        LlmAgent.builder()
            .name("clerk")
            .model(model)
            .tools(way.tools(enforcer(NO_LARGE_REFUND), servers))
            .build();
    InMemoryRunner runner = new InMemoryRunner(agent);
    Session session = runner.sessionService().createSession("clerk", "user").blockingGet();

    List<Event> events =
        waited(
                runner
                    .runAsync("user", session.id(), Content.fromParts(Part.fromText("Refund.")))
                    .toList())
            .blockingGet();
    assertThat(runner.close().blockingAwait(30, TimeUnit.SECONDS)).isTrue();

    assertThat(events.get(events.size() - 1).stringifyContent()).isEqualTo("I refunded 80.");
    assertThat(model.turns()).isEqualTo(3);
    assertThat(model.offered()).containsExactlyInAnyOrder("run", "refund");
    assertThat(model.seen()).hasSize(2).first().isEqualTo(DENIAL);
    assertThat(servers.calls())
        .extracting(call -> call.get("arguments"))
        .containsExactly(Map.of("amount", 80));
  }

  @ParameterizedTest
  @EnumSource
  void theConnectionIsClosedWithTheTools(Way way) throws Exception {
    BaseToolset tools = way.tools(enforcer(NO_LARGE_REFUND), servers);
    list(tools);

    tools.close();

    assertThat(servers.closings()).isPositive();
  }

  /** A failed result of the server is no denial, and stays as it is. */
  @ParameterizedTest
  @EnumSource
  void aFailureOfAToolIsAsItIsWithoutAPolicy(Way way) {
    servers.onCall(exchange -> exchange.result(ScriptedServer.failure("Disk full.")));
    BaseTool run = tool(way.tools(enforcer(NO_LARGE_REFUND), servers), "run");

    assertThat(call(run, Map.of()))
        .isEqualTo(Map.of("error", "Tool execution failed. Details: Disk full."));
  }
}
