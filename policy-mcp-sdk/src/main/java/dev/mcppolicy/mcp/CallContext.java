package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a call brings along, for a host to tell from it who calls.
 *
 * <p>A call of a wrapped {@code McpSyncClient} brings neither of the two: there the host is asked
 * on the caller's own thread.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class CallContext {

  static final CallContext NONE = new CallContext(Context.empty());

  private final ContextView reactor;

  private CallContext(ContextView reactor) {
    this.reactor = reactor;
  }

  static CallContext of(ContextView reactor) {
    return new CallContext(reactor);
  }

  /** Returns the Reactor context of the call; empty if it has none. */
  public ContextView reactor() {
    return reactor;
  }

  /** Returns the transport context of the call; empty if it has none. */
  public McpTransportContext transport() {
    Object context = reactor.getOrDefault((Object) McpTransportContext.KEY, (Object) "");
    return context instanceof McpTransportContext transport ? transport : McpTransportContext.EMPTY;
  }
}
