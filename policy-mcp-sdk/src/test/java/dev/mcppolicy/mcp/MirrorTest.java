package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.Root;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** A wrapped client says and does what the one that it wraps does. */
class MirrorTest {

  private static final Policy ALLOW = Policy.allowByDefault().build();

  private final ScriptedServer server = new ScriptedServer("run");

  private McpClient.SyncSpec spec() {
    return McpClient.sync(server).jsonSchemaValidator(Seam.VALID);
  }

  @Test
  void nothingIsSentBeforeTheFirstUseAndThenTheClientIsInitializedOnce() {
    McpSyncClient original = spec().build();
    McpSyncClient client = PolicyEnforcer.wrap(original, ALLOW);

    assertThat(client.isInitialized()).isFalse();
    assertThat(client.getCurrentInitializationResult()).isNull();
    assertThat(server.received()).isEmpty();

    client.callTool(new CallToolRequest("run", Map.of()));

    assertThat(server.received("initialize")).hasSize(1);
    assertThat(client.isInitialized()).isTrue();
    assertThat(original.isInitialized()).isTrue();
  }

  @Test
  void aClientThatIsInitializedIsSoWhenItIsWrappedWithoutATraffic() {
    McpSyncClient original = spec().build();
    original.initialize();
    int sent = server.received().size();

    McpSyncClient client = PolicyEnforcer.wrap(original, ALLOW);

    assertThat(client.isInitialized()).isTrue();
    assertThat(client.getCurrentInitializationResult())
        .isSameAs(original.getCurrentInitializationResult());
    assertThat(client.getServerInfo().name()).isEqualTo("scripted");
    assertThat(client.getServerInstructions()).isEqualTo("Play by the script.");
    assertThat(client.getServerCapabilities()).isSameAs(original.getServerCapabilities());
    assertThat(server.received()).hasSize(sent);
  }

  @Test
  void anAsynchronousClientThatIsInitializedIsSoWhenItIsWrapped() {
    McpAsyncClient original = Seam.asyncClient(server, Seam.TIMEOUT);
    original.initialize().block();
    int sent = server.received().size();

    McpAsyncClient client = PolicyEnforcer.wrap(original, ALLOW);

    assertThat(client.isInitialized()).isTrue();
    assertThat(client.getCurrentInitializationResult())
        .isSameAs(original.getCurrentInitializationResult());
    assertThat(server.received()).hasSize(sent);
  }

  @Test
  void aClientSaysOfItselfWhatTheWrappedOneSays() {
    ClientCapabilities capabilities =
        ClientCapabilities.builder().roots(true).sampling().elicitation().build();
    Implementation info = new Implementation("host", "3.1");
    McpSyncClient original =
        spec()
            .clientInfo(info)
            .capabilities(capabilities)
            .sampling(request -> null)
            .elicitation(request -> null)
            .build();

    McpSyncClient client = PolicyEnforcer.wrap(original, ALLOW);

    assertThat(client.getClientCapabilities()).isEqualTo(capabilities);
    assertThat(client.getClientInfo()).isEqualTo(info);
    client.initialize();
    assertThat(server.received("initialize").get(0).get("params").toString())
        .contains("host", "sampling", "elicitation", "roots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2199-01-01"})
  void anyVersionThatTheWrappedClientAgreesOnWillDo(String version) {
    server.speaking(version);
    server.on(
        "initialize",
        exchange -> {
          Map<String, Object> result = new HashMap<>(ScriptedServer.initializeResult());
          result.put("protocolVersion", version);
          exchange.result(result);
        });
    McpSyncClient original = spec().build();
    if (version.startsWith("2199")) {
      original.initialize();
    }

    McpSyncClient client = PolicyEnforcer.wrap(original, ALLOW);

    assertThat(client.initialize().protocolVersion()).isEqualTo(version);
  }

  @Test
  void theWrappedClientsTimeoutGoverns() {
    server.on("tools/call", exchange -> {});
    McpSyncClient client =
        PolicyEnforcer.wrap(spec().requestTimeout(Duration.ofMillis(500)).build(), ALLOW);

    assertThatThrownBy(() -> client.callTool(new CallToolRequest("run", Map.of())))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void rootsThatAreAddedToAWrappedClientReachTheServer() {
    McpSyncClient client =
        PolicyEnforcer.wrap(
            spec().capabilities(ClientCapabilities.builder().roots(true).build()).build(), ALLOW);
    client.addRoot(new Root("file:///before", "before"));
    client.initialize();
    assertThat(rootsThatTheServerSees()).containsExactly("file:///before");
    assertThat(server.received("notifications/roots/list_changed")).isEmpty();

    client.addRoot(new Root("file:///after", "after"));
    assertThat(rootsThatTheServerSees())
        .containsExactlyInAnyOrder("file:///before", "file:///after");
    assertThat(server.received("notifications/roots/list_changed")).hasSize(1);

    client.removeRoot("file:///before");
    assertThat(rootsThatTheServerSees()).containsExactly("file:///after");
    client.rootsListChangedNotification();
    assertThat(server.received("notifications/roots/list_changed")).hasSize(3);
  }

  @Test
  void rootsReachTheServerWithTheNextRequestIfTheClientDoesntSayThatTheyChange() {
    McpSyncClient client =
        PolicyEnforcer.wrap(
            spec().capabilities(ClientCapabilities.builder().roots(false).build()).build(), ALLOW);
    client.initialize();

    client.addRoot(new Root("file:///after", "after"));
    client.listTools();

    assertThat(rootsThatTheServerSees()).containsExactly("file:///after");
    assertThat(server.received("notifications/roots/list_changed")).isEmpty();
  }

  private List<String> rootsThatTheServerSees() {
    String id = "roots-" + server.received().size();
    server.asks("roots/list", id, null);
    return server.received().stream()
        .filter(message -> id.equals(message.get("id")))
        .map(message -> (Map<?, ?>) message.get("result"))
        .flatMap(result -> ((List<?>) result.get("roots")).stream())
        .map(root -> (String) ((Map<?, ?>) root).get("uri"))
        .toList();
  }

  @Test
  void aWrappedClientCanBeWrappedAgainAndBothPoliciesHold() {
    McpSyncClient client =
        PolicyEnforcer.wrap(
            PolicyEnforcer.wrap(spec().build(), Policy.allowByDefault().hide("b").build()),
            Policy.allowByDefault().hide("a").build());
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("a", "b", "c"))));

    assertThat(client.listTools().tools()).extracting("name").containsExactly("c");
    assertThat(client.callTool(new CallToolRequest("a", Map.of())).isError()).isTrue();
    assertThat(client.callTool(new CallToolRequest("b", Map.of())).isError()).isTrue();
    assertThat(client.callTool(new CallToolRequest("c", Map.of())).isError()).isFalse();
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void closingAWrappedClientClosesTheOriginalAndUseBeginsAnew() {
    McpSyncClient original = spec().build();
    McpSyncClient client = PolicyEnforcer.wrap(original, ALLOW);
    client.initialize();

    client.close();
    assertThat(server.closings()).isEqualTo(1);
    assertThat(original.isInitialized()).isFalse();
    assertThat(client.isInitialized()).isFalse();

    client.callTool(new CallToolRequest("run", Map.of()));
    assertThat(server.received("initialize")).hasSize(2);
    assertThat(client.closeGracefully()).isTrue();
    assertThat(server.closings()).isEqualTo(2);
  }

  @Test
  void theContextOfAnAsynchronousCallReachesTheTransport() {
    List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    McpClientTransport asking =
        new Recording(
            server,
            context -> {
              if (context.hasKey("trace")) {
                seen.add(context.get("trace"));
              }
            });
    McpAsyncClient client = PolicyEnforcer.wrap(Seam.asyncClient(asking, Seam.TIMEOUT), ALLOW);
    client.initialize().block();

    client
        .callTool(new CallToolRequest("run", Map.of()))
        .contextWrite(context -> context.put("trace", "t1"))
        .block();

    assertThat(seen).containsExactly("t1");
  }

  /** A transport that tells of the context of each message. */
  private record Recording(McpClientTransport delegate, Consumer<ContextView> contexts)
      implements McpClientTransport {

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
      return delegate.connect(handler);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.deferContextual(
          context -> {
            contexts.accept(context);
            return delegate.sendMessage(message);
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return delegate.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
      return delegate.protocolVersions();
    }

    @Override
    public Mono<Void> closeGracefully() {
      return delegate.closeGracefully();
    }
  }

  @Test
  void aRequestThatIsNotKnownIsNotMade() {
    Original original = new SyncOriginal(spec().build());
    Gate gate =
        new Gate(
            PolicyEnforcer.of(ALLOW).engine(),
            Callers.always(dev.mcppolicy.Caller.byDefault()),
            null,
            "session",
            null);
    Loopback loopback = new Loopback(original, gate, new Refuser(false));

    assertThatThrownBy(
            () ->
                loopback
                    .sendMessage(new JSONRPCRequest("2.0", "tools/delete", "1", Map.of()))
                    .block())
        .isInstanceOfSatisfying(
            McpError.class,
            error -> {
              assertThat(error.getJsonRpcError().code()).isEqualTo(-32601);
              assertThat(error).hasMessage("Method not found: tools/delete");
            });
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aServerThatCantBeInitializedFailsAsItDoesWithoutAPolicy() {
    server.on("initialize", exchange -> exchange.error(-32000, "Go away.", null));
    McpSyncClient client = PolicyEnforcer.wrap(spec().build(), ALLOW);

    assertThatThrownBy(() -> client.callTool(new CallToolRequest("run", Map.of())))
        .isInstanceOf(RuntimeException.class)
        .hasRootCauseInstanceOf(McpError.class)
        .hasRootCauseMessage("Go away.");
    assertThat(server.received("initialize")).hasSize(1);

    server.on("initialize", exchange -> exchange.result(ScriptedServer.initializeResult()));
    CallToolResult result = client.callTool(new CallToolRequest("run", Map.of()));
    assertThat(result.isError()).isFalse();
  }
}
