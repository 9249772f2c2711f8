package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** Ways past the policy: beside what is judged, before it, and under another name. */
class SidePathTest {

  private final ScriptedServer server =
      new ScriptedServer("run", "secret", "resources/read", "sampling/createMessage")
          .on("resources/read", exchange -> exchange.result(Map.of("contents", List.of())));
  private final List<JSONRPCMessage> heard = new ArrayList<>();

  private static Policy policy(String tools) {
    return Policy.parse(
        ("{'version':'1','default':'deny','hide':['secret'],'tools':{" + tools + "}}")
            .replace('\'', '"'));
  }

  private McpClientTransport connected(PolicyEnforcer enforcer) {
    McpClientTransport transport = enforcer.wrap(server);
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    transport.setExceptionHandler(failure -> {});
    return transport;
  }

  private McpClientTransport connected(String tools) {
    return connected(PolicyEnforcer.of(policy(tools)));
  }

  private static JSONRPCRequest request(String method, Object id, Object params) {
    return new JSONRPCRequest("2.0", method, id, params);
  }

  // Answers

  @Test
  void eachAnswerToARequestForToolsIsFilteredHoweverManyCome() {
    List<ScriptedServer.Exchange> asked = new ArrayList<>();
    server.on("tools/list", asked::add);
    McpClientTransport transport = connected("'run':{}");
    transport.sendMessage(request("tools/list", "1", Map.of())).block();

    for (int answer = 0; answer < 3; answer++) {
      asked.get(0).result(Map.of("tools", ScriptedServer.tools("run", "secret")));
    }
    server.fails(new IllegalStateException("gone"));
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    asked.get(0).result(Map.of("tools", ScriptedServer.tools("run", "secret")));

    assertThat(heard)
        .hasSize(4)
        .allSatisfy(answer -> assertThat(answer.toString()).doesNotContain("secret"));
  }

  @Test
  void aListIsFilteredHoweverTheServerWritesItsNumber() {
    server.on(
        "tools/list",
        exchange ->
            server.push(
                new JSONRPCResponse(
                    "2.0", 7, Map.of("tools", ScriptedServer.tools("run", "secret")), null)));
    connected("'run':{}").sendMessage(request("tools/list", 7L, Map.of())).block();

    assertThat(heard)
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.toString()).contains("name=run").doesNotContain("secret"));
  }

  @Test
  void anAnswerToANumberThatIsNoneEndsNothing() {
    connected("'run':{}").sendMessage(request("tools/list", 7L, Map.of())).block();
    int answers = 1;
    for (Object id :
        List.of(
            Double.POSITIVE_INFINITY,
            Double.NaN,
            new BigDecimal("1e2147483647"),
            BigInteger.TEN.pow(1_000))) {
      JSONRPCResponse answer;
      try {
        answer = new JSONRPCResponse("2.0", id, Map.of("x", 1), null);
      } catch (IllegalArgumentException e) {
        continue; // some lines of the SDK read no such number
      }
      server.push(answer);
      answers++;
    }
    assertThat(heard).hasSize(answers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tools/List", "tools/list ", "TOOLS/LIST"})
  void aMethodThatOnlyResemblesTheListIsNotSent(String method) {
    McpClientTransport transport = connected("'run':{}");

    assertThatThrownBy(() -> transport.sendMessage(request(method, "1", Map.of())).block())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A message with the method "
                + method
                + " is no request of the SDK for the list of tools, and was not sent");
    assertThat(server.received()).isEmpty();
  }

  // What writes itself

  private static Map<String, Object> meta(String json) {
    return new HashMap<>(Map.of("t", new RawValue(json)));
  }

  private void nothingWasSmuggled() {
    assertThat(server.received())
        .noneMatch(message -> message.toString().contains("delete_all"))
        .noneMatch(message -> message.toString().contains("/etc/shadow"));
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsUnderMetaIsNoOtherCall(Seam seam) {
    Agent agent = seam.connect(PolicyEnforcer.of(policy("'run':{}")), server);
    Map<String, Object> meta =
        meta("1},\"name\":\"delete_all\",\"arguments\":{\"x\":666},\"_meta\":{\"t\":2");

    assertThat(Agent.textOf(agent.call(new CallToolRequest("run", Map.of("x", 1), meta))))
        .contains("name=run", "x=1");
    nothingWasSmuggled();
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsUnderMetaOfAnotherRequestIsNoCallEither(Seam seam) {
    Object client = seam.connect(PolicyEnforcer.of(policy("'run':{}")), server).client();
    ReadResourceRequest read =
        new ReadResourceRequest(
            "docs://a", meta("1},\"uri\":\"file:///etc/shadow\",\"_meta\":{\"t\":2"));

    if (client instanceof McpAsyncClient async) {
      async.readResource(read).block();
    } else {
      ((McpSyncClient) client).readResource(read);
    }
    nothingWasSmuggled();
    assertThat(server.received("resources/read")).hasSize(1);
  }

  @Test
  void parametersOfAnyMessageAreNoOtherMessage() {
    McpClientTransport transport = connected("'run':{}");
    Map<String, Object> params =
        meta("1},\"method\":\"tools/call\",\"params\":{\"name\":\"delete_all\"");

    transport.sendMessage(request("initialize", "1", params)).block();
    transport.sendMessage(request("resources/list", "2", params)).block();
    transport.sendMessage(request("tools/list", "3", new PaginatedRequest(null, params))).block();
    transport.sendMessage(new JSONRPCNotification("2.0", "notifications/x", params)).block();

    nothingWasSmuggled();
    assertThat(server.received()).hasSize(4);
  }

  @Test
  void whatIsNoJsonIsNotSent() {
    Map<String, Object> circle = new HashMap<>();
    circle.put("self", circle);
    McpClientTransport transport = connected("'run':{}");
    String sentence =
        "A message holds what is no JSON value, in _meta or in its parameters, and was not sent";

    assertThatThrownBy(() -> transport.sendMessage(request("resources/list", "1", circle)).block())
        .hasMessage(sentence);
    assertThatThrownBy(
            () -> transport.sendMessage(new JSONRPCNotification("2.0", "n", circle)).block())
        .hasMessage(sentence);
    transport
        .sendMessage(request("tools/call", "2", new CallToolRequest("run", Map.of(), circle)))
        .block();
    assertThat(server.received()).isEmpty();
    assertThat(heard)
        .singleElement()
        .satisfies(answer -> assertThat(answer.toString()).contains("[POLICY DENIED]"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenAsJsonIsStillSent(Seam seam) {
    record Trace(String id, int depth) {}
    Agent agent = seam.connect(PolicyEnforcer.of(policy("'run':{}")), server);
    agent.call(new CallToolRequest("run", Map.of(), Map.of("trace", new Trace("a", 2))));

    assertThat(server.received("tools/call").get(0).toString())
        .contains("_meta={trace={id=a, depth=2}}");
  }

  // Whoever waits no longer

  @Test
  void whatWasTakenForASenderWhoLeavesIsGivenBack() {
    CompletableFuture<Approver.Answer> first = new CompletableFuture<>();
    List<CompletableFuture<Approver.Answer>> answers = new ArrayList<>(List.of(first));
    answers.add(CompletableFuture.completedFuture(Approver.Answer.APPROVE));
    List<Outcome> outcomes = new ArrayList<>();
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(policy("'run':{'action':'require_approval','concurrency':1}"))
            .approver(request -> answers.remove(0))
            .listener(
                new DecisionListener() {
                  @Override
                  public void decided(DecisionEvent event) {}

                  @Override
                  public void settled(SettlementEvent event) {
                    outcomes.add(event.outcome());
                  }
                })
            .build();
    McpClientTransport transport = connected(enforcer);
    CallToolRequest call = new CallToolRequest("run", Map.of());
    Disposable sending = transport.sendMessage(request("tools/call", "1", call)).subscribe();
    sending.dispose();
    first.complete(Approver.Answer.APPROVE);
    assertThat(server.received()).isEmpty();

    transport.sendMessage(request("tools/call", "2", call)).block();
    assertThat(server.received()).hasSize(1);
    assertThat(outcomes).doesNotContain(Outcome.LOST).endsWith(Outcome.OK);
  }

  // Names

  @ParameterizedTest
  @EnumSource
  void aRuleForTheListIsObeyed(Seam seam) {
    Agent denied =
        seam.connect(PolicyEnforcer.of(policy("'run':{},'tools/list':{'action':'deny'}")), server);
    assertThatThrownBy(denied::list).isInstanceOf(McpError.class);
    assertThat(server.received("tools/list")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aLimitOnTheListIsObeyedAndTheListIsFiltered(Seam seam) {
    Agent limited =
        seam.connect(
            PolicyEnforcer.of(policy("'run':{},'tools/list':{'rate_limit':'1/day'}")), server);
    assertThat(limited.list((String) null).tools()).extracting("name").containsExactly("run");
    assertThatThrownBy(() -> limited.list((String) null)).isInstanceOf(McpError.class);
    assertThat(server.received("tools/list")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRuleForARequestIsNoneForAToolOfThatName(Seam seam) {
    Agent agent =
        seam.connect(
            PolicyEnforcer.of(policy("'run':{},'resources/read':{},'sampling/createMessage':{}")),
            server);
    assertThat(agent.tools()).containsExactly("run");
    assertThat(agent.say("resources/read", Map.of("everything", "private")))
        .isEqualTo(
            "[POLICY DENIED] The tool resources/read has the name of a request of the protocol, for"
                + " which the rules of that name are, and is denied.");
    assertThat(server.received("tools/call")).isEmpty();
  }
}
