package dev.mcppolicy.spring;

import dev.mcppolicy.Caller;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.common.McpTransportContext;
import org.jspecify.annotations.Nullable;

/** How the application tells its callers: always the same one, or whom a resolver names. */
final class Callers {

  private final @Nullable Caller only;
  private final CallerContexts contexts;

  private Callers(@Nullable Caller only, CallerContexts contexts) {
    this.only = only;
    this.contexts = contexts;
  }

  /** Returns callers by the one grant that is given, or the resolver, or else the default one. */
  static Callers of(@Nullable String grant, @Nullable CallerResolver resolver) {
    if (resolver == null) {
      Caller only = grant == null ? Caller.byDefault() : Caller.of(grant);
      return new Callers(only, new CallerContexts(() -> only));
    }
    if (grant != null) {
      throw new PolicyConfigurationException(StarterMessages.TWO_WAYS, StarterMessages.ONE_WAY);
    }
    return new Callers(null, new CallerContexts(resolver));
  }

  CallerContexts contexts() {
    return contexts;
  }

  /** Tells an enforcer. */
  void tell(PolicyEnforcer.Builder builder) {
    if (only != null) {
      builder.caller(only);
    } else {
      builder.callers(contexts::callerOf);
    }
  }

  /** Has a client carry its callers to its transport, if they differ. */
  void carry(McpClient.SyncSpec client) {
    if (only == null) {
      client.transportContextProvider(contexts.around(() -> McpTransportContext.EMPTY));
    }
  }
}
