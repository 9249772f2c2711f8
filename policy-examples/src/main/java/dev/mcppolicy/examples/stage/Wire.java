package dev.mcppolicy.examples.stage;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Joins one client and one server in this process. */
final class Wire implements McpClientTransport, McpServerTransportProvider {

  private McpServerSession.@Nullable Factory sessions;
  private volatile @Nullable McpServerSession server;

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    sessions = factory;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
    if (sessions != null) {
      server = sessions.create(new ServerEnd(client));
    }
    return Mono.empty();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    McpServerSession session = server;
    return session == null
        ? Mono.error(new IllegalStateException("not connected"))
        : session.handle(message);
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.empty();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return McpJsonDefaults.getMapper().convertValue(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(ProtocolVersions.MCP_2025_06_18);
  }

  @Override
  public void close() {}

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  /** What the server sends its answers into. */
  private record ServerEnd(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client)
      implements McpServerTransport {

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return client.apply(Mono.just(message)).then();
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return McpJsonDefaults.getMapper().convertValue(data, type);
    }

    @Override
    public List<String> protocolVersions() {
      return List.of(ProtocolVersions.MCP_2025_06_18);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
