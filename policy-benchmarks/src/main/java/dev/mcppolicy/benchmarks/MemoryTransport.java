package dev.mcppolicy.benchmarks;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Carries messages to a {@link SmallServer} in this JVM, as JSON both ways. */
final class MemoryTransport implements McpClientTransport {

  private final McpJsonMapper mapper;
  private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler = mono -> mono;

  MemoryTransport(McpJsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    this.handler = handler;
    return Mono.empty();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.defer(
        () -> {
          try {
            String answer = SmallServer.answer(mapper.writeValueAsString(message));
            return answer == null
                ? Mono.empty()
                : handler
                    .apply(Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, answer)))
                    .then();
          } catch (IOException e) {
            return Mono.error(e);
          }
        });
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return mapper.convertValue(data, type);
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
