package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.Listing.Page;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lists of tools that a transport asks for itself, between the requests of its client, and whose
 * answers its client doesn't hear. Thread-safe.
 */
final class OwnLists implements Listing.Source {

  private final Wire wire;
  private final String prefix = "mcppolicy-" + UUID.randomUUID() + "-";
  private final AtomicLong number = new AtomicLong();
  private final Map<Object, CompletableFuture<Page>> asked = new ConcurrentHashMap<>();

  OwnLists(Wire wire) {
    this.wire = wire;
  }

  @Override
  public Mono<Page> page(@Nullable String cursor) {
    return Mono.defer(
        () -> {
          String id = prefix + number.incrementAndGet();
          CompletableFuture<Page> page = new CompletableFuture<>();
          asked.put(id, page);
          JSONRPCRequest request =
              new JSONRPCRequest(
                  McpSchema.JSONRPC_VERSION,
                  McpSchema.METHOD_TOOLS_LIST,
                  id,
                  cursor == null ? Map.of() : Map.of("cursor", cursor));
          return wire.send(request)
              .then(Mono.fromFuture(page, true))
              .doFinally(signal -> asked.remove(id));
        });
  }

  /** Hears an answer, and says whether it is one to this. */
  boolean answered(JSONRPCResponse response) {
    if (!(response.id() instanceof String id) || !id.startsWith(prefix)) {
      return false;
    }
    CompletableFuture<Page> page = asked.remove(id);
    if (page == null) {
      return true; // too late
    }
    Object result = response.result();
    try {
      if (result == null) {
        throw new IllegalStateException(Messages.UNLISTED);
      }
      page.complete(page(wire, result));
    } catch (RuntimeException | LinkageError e) {
      page.completeExceptionally(e);
    }
    return true;
  }

  /** Forgets what nobody will answer. */
  void forget() {
    asked
        .values()
        .forEach(page -> page.completeExceptionally(new IllegalStateException(Messages.UNLISTED)));
  }

  /** Reads a page that came off the wire. */
  static Page page(Wire wire, Object result) {
    if (result instanceof Map<?, ?> raw) {
      return SdkTools.page(raw);
    }
    return SdkTools.page(
        result instanceof ListToolsResult page ? page : wire.read(result, Incoming.TOOLS));
  }
}
