package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every seam enforces. */
class EnforcementTest {

  private final ScriptedServer server = new ScriptedServer("run", "refund", "secret");

  private static PolicyEnforcer enforcer(String policy) {
    return PolicyEnforcer.of(Policy.parse(policy.replace('\'', '"')));
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatThePolicyAllowsReachesTheServerAsItIs(Seam seam) {
    Agent agent = seam.connect(enforcer("{'version':'1','default':'allow'}"), server);

    assertThat(agent.say("run", Map.of("path", "/app", "deep", Map.of("n", 1)))).contains("/app");
    assertThat(server.calls())
        .containsExactly(
            Map.of("name", "run", "arguments", Map.of("path", "/app", "deep", Map.of("n", 1))));
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedCallNeverReachesTheServerAndSaysWhy(Seam seam) {
    Agent agent =
        seam.connect(
            enforcer(
                "{'version':'1','default':'deny','tools':{'run':{'deny_if':[{'conditions':"
                    + "[{'path':'args.path','op':'eq','value':'/etc'}],'on_deny':'Not there.'}]}}}"),
            server);

    CallToolResult denied = agent.call("run", Map.of("path", "/etc"));

    assertThat(denied.isError()).isTrue();
    assertThat(Agent.textOf(denied)).isEqualTo("[POLICY DENIED] Not there.");
    assertThat(denied.meta())
        .extractingByKey("dev.mcppolicy/decision")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("code", "deny_if_matched")
        .containsEntry("rule", "/tools/run/deny_if/0")
        .containsKey("policy")
        .doesNotContainKey("retryAfterMs");
    assertThat(server.calls()).isEmpty();
    assertThat(agent.say("run", Map.of("path", "/app"))).contains("/app");
  }

  @ParameterizedTest
  @EnumSource
  void aLimitIsCountedOverAllClientsOfAnEnforcer(Seam seam) {
    PolicyEnforcer enforcer =
        enforcer(
            "{'version':'1','default':'deny','tools':{'run':{'limits':[{'counter':'c',"
                + "'window':'hour','max':2}]}}}");
    Agent one = seam.connect(enforcer, server);
    Agent other = seam.connect(enforcer, new ScriptedServer("run"));

    one.call("run", Map.of());
    other.call("run", Map.of());
    CallToolResult denied = one.call("run", Map.of());

    assertThat(denied.isError()).isTrue();
    assertThat(denied.meta())
        .extractingByKey("dev.mcppolicy/decision")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("code", "limit_exceeded")
        .containsKey("retryAfterMs");
    assertThat(server.calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void hiddenToolsAreInNoList(Seam seam) {
    Agent agent =
        seam.connect(enforcer("{'version':'1','default':'allow','hide':['secret']}"), server);

    assertThat(agent.tools()).containsExactly("run", "refund");
    assertThat(agent.call("secret", Map.of()).isError()).isTrue();
    assertThat(server.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentIsWhatWasJudged(Seam seam) {
    Map<String, Object> arguments = new HashMap<>(Map.of("path", "/safe"));
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.parse(
                    "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"run\":"
                        + "{\"action\":\"require_approval\"}}}"))
            .approver(
                request -> {
                  arguments.put("path", "/etc/shadow");
                  return java.util.concurrent.CompletableFuture.completedFuture(
                      dev.mcppolicy.Approver.Answer.APPROVE);
                })
            .build();

    seam.connect(enforcer, server).call("run", arguments);

    assertThat(server.calls())
        .containsExactly(Map.of("name", "run", "arguments", Map.of("path", "/safe")));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentIsWhatWasApprovedWithOtherArguments(Seam seam) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.denyByDefault()
                    .tool(
                        "run",
                        tool ->
                            tool.requireApproval("Ask.")
                                .denyIf("Not there.", Condition.arg("path").eq("/etc")))
                    .build())
            .approver(
                request ->
                    CompletableFuture.completedFuture(
                        Approver.Answer.approve(
                            Arguments.freeze(
                                Map.of(
                                    "path",
                                    request.call().arguments().asMap().get("path") + "/safe")))))
            .build();
    Agent agent = seam.connect(enforcer, server);

    assertThat(agent.say("run", Map.of("path", "/app"))).contains("/app/safe");
    assertThat(server.calls())
        .containsExactly(Map.of("name", "run", "arguments", Map.of("path", "/app/safe")));
  }

  @ParameterizedTest
  @EnumSource
  void whatAPersonChangesIsJudgedAgain(Seam seam) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.denyByDefault()
                    .tool(
                        "run",
                        tool ->
                            tool.requireApproval("Ask.")
                                .denyIf("Not there.", Condition.arg("path").eq("/etc")))
                    .build())
            .approver(
                request ->
                    CompletableFuture.completedFuture(
                        Approver.Answer.approve(Arguments.freeze(Map.of("path", "/etc")))))
            .build();

    CallToolResult denied = seam.connect(enforcer, server).call("run", Map.of("path", "/app"));

    assertThat(Agent.textOf(denied)).isEqualTo("[POLICY DENIED] Not there.");
    assertThat(server.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aProtocolErrorIsTheServersOwn(Seam seam) {
    server.on("tools/call", exchange -> exchange.error(-32099, "No.", Map.of("why", "so")));
    Agent agent = seam.connect(enforcer("{'version':'1','default':'allow'}"), server);

    assertThatThrownBy(() -> agent.call("run", Map.of()))
        .isInstanceOfSatisfying(
            io.modelcontextprotocol.spec.McpError.class,
            error -> {
              assertThat(error.getJsonRpcError().code()).isEqualTo(-32099);
              assertThat(error.getJsonRpcError().message()).isEqualTo("No.");
              assertThat(error.getJsonRpcError().data()).isEqualTo(Map.of("why", "so"));
            });
  }
}
