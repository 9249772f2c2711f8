package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a wrapped transport does with messages as they are. */
class GuardedTransportTest {

  private static final Policy ALLOW = Policy.allowByDefault().build();
  private static final Policy ONE =
      Policy.parse(
          "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"limits\":[{\"window\":"
              + "\"lifetime\",\"max\":1}]}}}");

  private ScriptedServer server = new ScriptedServer("run");
  private final BlockingQueue<JSONRPCMessage> heard = new LinkedBlockingQueue<>();

  private McpClientTransport connected(Policy policy) {
    McpClientTransport transport = PolicyEnforcer.wrap(server, policy);
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    return transport;
  }

  private static JSONRPCRequest call(Object id, Object params) {
    return new JSONRPCRequest("2.0", "tools/call", id, params);
  }

  @Test
  void noMethodOfATransportIsForgotten() {
    Set<String> own =
        Arrays.stream(GuardedTransport.class.getDeclaredMethods())
            .filter(method -> !method.isSynthetic())
            .map(GuardedTransportTest::signature)
            .collect(Collectors.toSet());

    assertThat(
            Arrays.stream(McpClientTransport.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(GuardedTransportTest::signature))
        .isNotEmpty()
        .allSatisfy(signature -> assertThat(own).contains(signature));
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  @Test
  void aCallIsSentAndAnswered() {
    connected(ALLOW).sendMessage(call("1", new CallToolRequest("run", Map.of("a", 1)))).block();

    assertThat(server.calls()).containsExactly(Map.of("name", "run", "arguments", Map.of("a", 1)));
    assertThat(((JSONRPCResponse) heard.remove()).error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsHeardIsSettledAndFilteredWhetherItIsThereOrComes(boolean later) {
    server = new ScriptedServer("run", "rm");
    if (later) {
      server.sendsLater();
    }
    McpClientTransport transport =
        connected(
            Policy.parse(
                "{\"version\":\"1\",\"default\":\"allow\",\"hide\":[\"rm\"],\"tools\":"
                    + "{\"run\":{\"concurrency\":1}}}"));
    for (String id : new String[] {"1", "2"}) {
      transport.sendMessage(call(id, new CallToolRequest("run", Map.of("a", 1)))).block();
      assertThat(((JSONRPCResponse) heard.remove()).result()).asString().doesNotContain("limit");
    }
    assertThat(server.calls()).hasSize(2);
    transport.sendMessage(new JSONRPCRequest("2.0", "tools/list", "3", null)).block();
    assertThat(((JSONRPCResponse) heard.remove()).result())
        .isEqualTo(Map.of("tools", ScriptedServer.tools("run")));
    server.asks("no/such/method", "4", Map.of());
    assertThat(heard.remove()).isInstanceOf(JSONRPCRequest.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messageThatCannotBeReadIsAnErrorOfItsOwnAndThrowsNothing(boolean later) {
    if (later) {
      server.sendsLater();
    }
    List<Throwable> errors = new ArrayList<>();
    McpClientTransport transport = PolicyEnforcer.wrap(server, ALLOW);
    transport
        .connect(
            messages ->
                messages
                    .doOnNext(heard::add)
                    .doOnError(errors::add)
                    .onErrorResume(error -> Mono.empty()))
        .block();
    Map<String, Object> unreadable =
        new HashMap<>() {
          @Override
          public Object get(Object key) {
            throw new AssertionError("not to be read");
          }
        };
    server.push(new JSONRPCResponse("2.0", "1", unreadable, null));
    assertThat(errors).hasSize(1).allMatch(AssertionError.class::isInstance);
    assertThat(heard).isEmpty();
    server.push(new JSONRPCResponse("2.0", "2", Map.of(), null));
    assertThat(heard).hasSize(1);
  }

  @Test
  void argumentsThatAreAbsentStayAbsent() {
    connected(ALLOW)
        .sendMessage(call("1", new CallToolRequest("run", (Map<String, Object>) null)))
        .block();

    assertThat(server.calls()).containsExactly(Map.of("name", "run"));
  }

  @Test
  void parametersThatAreNoCallOfTheSdkAreNotSent() {
    McpClientTransport transport = connected(ALLOW);
    for (Object params :
        new Object[] {null, Map.of("name", "run", "arguments", Map.of()), List.of(), "run"}) {
      transport.sendMessage(call("1", params)).block();
      CallToolResult denied = (CallToolResult) ((JSONRPCResponse) heard.remove()).result();
      assertThat(denied.isError()).isTrue();
      assertThat(denied.meta().toString()).contains("code=invalid_call");
    }
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tools/Call", " tools/call", "tools/call\n", "TOOLS/CALL"})
  void aMethodThatOnlyResemblesAToolCallIsNotSent(String method) {
    McpClientTransport transport = connected(ALLOW);
    CallToolRequest params = new CallToolRequest("run", Map.of());

    assertThatThrownBy(
            () -> transport.sendMessage(new JSONRPCRequest("2.0", method, "1", params)).block())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A message with the method "
                + method
                + " is no tool call of the SDK, and was not sent: the policy could not judge it");
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/call", "Tools/call"})
  void aNotificationThatIsAToolCallIsNotSent(String method) {
    McpClientTransport transport = connected(ALLOW);

    assertThatThrownBy(
            () ->
                transport
                    .sendMessage(
                        new JSONRPCNotification(
                            "2.0", method, new CallToolRequest("run", Map.of())))
                    .block())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the policy could not judge it");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aMessageOfAnotherKindIsNotSent() {
    if (JSONRPCMessage.class.isSealed()) {
      assertThat(JSONRPCMessage.class.getPermittedSubclasses())
          .containsExactlyInAnyOrder(
              JSONRPCRequest.class, JSONRPCNotification.class, JSONRPCResponse.class);
      return;
    }
    JSONRPCMessage message =
        (JSONRPCMessage)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {JSONRPCMessage.class},
                (proxy, method, arguments) -> "tools/call");

    assertThatThrownBy(() -> connected(ALLOW).sendMessage(message).block())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A message that is no request, notification or response of the SDK was not sent: the"
                + " policy could not judge it");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void nothingIsSentOrCountedBeforeItIsSubscribedToAndEachSubscriptionCounts() {
    McpClientTransport transport = connected(ONE);
    Mono<Void> sending = transport.sendMessage(call("1", new CallToolRequest("run", Map.of())));
    assertThat(server.received()).isEmpty();

    sending.block();
    sending.block();

    assertThat(server.calls()).hasSize(1);
    assertThat(((JSONRPCResponse) heard.remove()).result()).isNotInstanceOf(CallToolResult.class);
    assertThat(((JSONRPCResponse) heard.remove()).result()).isInstanceOf(CallToolResult.class);
  }

  @Test
  void twoCallsInFlightCantHaveOneId() {
    server.on("tools/call", exchange -> {});
    McpClientTransport transport = connected(ALLOW_IN_FLIGHT);
    transport.sendMessage(call("1", new CallToolRequest("run", Map.of()))).block();

    assertThatThrownBy(
            () ->
                transport
                    .sendMessage(call("1", new CallToolRequest("run", Map.of("x", 1))))
                    .block())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The request id 1 belongs to a call that is in flight; the call was not sent");
    assertThat(server.calls()).hasSize(1);
  }

  private static final Policy ALLOW_IN_FLIGHT =
      Policy.parse(
          "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"concurrency\":2}}}");

  @Test
  void aSessionThatWasLostIsFoundAgain() {
    McpSyncClient client = Seam.syncClient(PolicyEnforcer.wrap(server, ALLOW), Seam.TIMEOUT);
    client.initialize();

    server.fails(new McpTransportSessionNotFoundException("gone"));
    client.callTool(new CallToolRequest("run", Map.of()));

    assertThat(server.received("initialize")).hasSize(2);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void theVersionsOfTheProtocolAreTheTransports() {
    server.speaking("2025-03-26", "2025-06-18");

    assertThat(PolicyEnforcer.wrap(server, ALLOW).protocolVersions())
        .containsExactly("2025-03-26", "2025-06-18");
  }

  @Test
  void aCallIsMadeAsOftenAsItsMonoIsSubscribedTo() {
    McpAsyncClient client = Seam.asyncClient(PolicyEnforcer.wrap(server, ONE), Seam.TIMEOUT);
    Mono<CallToolResult> call = client.callTool(new CallToolRequest("run", Map.of()));
    assertThat(server.received()).isEmpty();

    assertThat(call.block().isError()).isFalse();
    assertThat(call.block().isError()).isTrue();
    assertThat(server.calls()).hasSize(1);
  }
}
