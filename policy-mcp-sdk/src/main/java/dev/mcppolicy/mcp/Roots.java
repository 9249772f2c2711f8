package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities.RootCapabilities;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListRootsResult;
import io.modelcontextprotocol.spec.McpSchema.Root;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Brings the roots of an outer client to the client that it wraps, which tells its server. The
 * outer client says when they change, and is asked for them as a server would ask. Thread-safe.
 */
final class Roots {

  private final Original original;
  private final AtomicLong requests = new AtomicLong();
  private final Map<Object, MonoSink<JSONRPCResponse>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Root> brought = new LinkedHashMap<>();

  Roots(Original original) {
    this.original = original;
  }

  /** Brings the roots that were added before there was a server. */
  Mono<Void> beforeInitialization(Function<JSONRPCMessage, Mono<Void>> outer) {
    return supported() ? changes(outer).flatMap(this::bring).then() : Mono.empty();
  }

  /** Says whether a client doesn't say when its roots change, so that each request asks. */
  boolean changeUnsaid() {
    return supported() && !saysWhenTheyChange();
  }

  /** Brings the roots of such a client. */
  Mono<Void> beforeRequest(Function<JSONRPCMessage, Mono<Void>> outer) {
    return changes(outer).flatMap(this::bring).then();
  }

  /** Brings the roots that have changed; if none has, the host wants its server to be told so. */
  Mono<Void> changed(Function<JSONRPCMessage, Mono<Void>> outer) {
    return supported()
        ? changes(outer)
            .flatMap(
                changes ->
                    changes.isEmpty() || !saysWhenTheyChange()
                        ? bring(changes).then(original.rootsChanged())
                        : bring(changes))
        : original.rootsChanged();
  }

  /** Hears the roots. */
  void answered(JSONRPCResponse response) {
    MonoSink<JSONRPCResponse> sink = response.id() == null ? null : waiting.remove(response.id());
    if (sink != null) {
      sink.success(response);
    }
  }

  private boolean supported() {
    return original.capabilities().roots() != null;
  }

  private boolean saysWhenTheyChange() {
    RootCapabilities roots = original.capabilities().roots();
    return roots != null && Boolean.TRUE.equals(roots.listChanged());
  }

  private Mono<Void> bring(List<Mono<Void>> changes) {
    Mono<Void> all = Mono.empty();
    for (Mono<Void> change : changes) {
      all = all.then(change);
    }
    return all;
  }

  private Mono<List<Mono<Void>>> changes(Function<JSONRPCMessage, Mono<Void>> outer) {
    return Mono.<JSONRPCResponse>create(sink -> ask(outer, sink))
        .map(response -> changesTo(rootsIn(response)));
  }

  private void ask(Function<JSONRPCMessage, Mono<Void>> outer, MonoSink<JSONRPCResponse> sink) {
    String id = "roots-" + requests.incrementAndGet();
    waiting.put(id, sink);
    outer
        .apply(new JSONRPCRequest(McpSchema.JSONRPC_VERSION, McpSchema.METHOD_ROOTS_LIST, id, null))
        .subscribe(
            nothing -> {},
            error -> {
              waiting.remove(id);
              sink.error(error);
            });
  }

  private static List<Root> rootsIn(JSONRPCResponse response) {
    return response.result() instanceof ListRootsResult result ? result.roots() : List.of();
  }

  private synchronized List<Mono<Void>> changesTo(List<Root> roots) {
    Map<String, Root> wanted = new LinkedHashMap<>();
    roots.forEach(root -> wanted.put(root.uri(), root));
    List<Mono<Void>> changes = new ArrayList<>();
    for (Map.Entry<String, Root> known : List.copyOf(brought.entrySet())) {
      if (!known.getValue().equals(wanted.get(known.getKey()))) {
        brought.remove(known.getKey());
        changes.add(original.removeRoot(known.getKey()));
      }
    }
    for (Root root : roots) {
      if (brought.putIfAbsent(root.uri(), root) == null) {
        changes.add(original.addRoot(root));
      }
    }
    return changes;
  }
}
