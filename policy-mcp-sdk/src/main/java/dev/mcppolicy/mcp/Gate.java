package dev.mcppolicy.mcp;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the requests of one wrapped client or transport are judged. Thread-safe. */
final class Gate {

  private final PolicyEngine engine;
  private final Callers callers;
  private final @Nullable String server;
  private final String session;
  private final @Nullable DefinitionWatch watch;

  Gate(
      PolicyEngine engine,
      Callers callers,
      @Nullable String server,
      String session,
      @Nullable DefinitionWatch watch) {
    this.engine = engine;
    this.callers = callers;
    this.server = server;
    this.session = session;
    this.watch = watch;
  }

  /** Asks the host who calls. */
  Identity identify(CallContext context) {
    return callers.identify(context);
  }

  /** Returns who answers for what a server asks. */
  Identity nobody() {
    return callers.nobody();
  }

  /** Judges on the caller's thread, which waits. */
  Decision judge(Asked asked, Identity who) {
    Decision refused = refused(asked, who);
    return refused == null ? engine.check(call(asked, callerOf(who))) : refused;
  }

  /** Judges without a thread that waits. */
  CompletableFuture<Decision> judgeLater(Asked asked, Identity who, Duration patience) {
    Decision refused = refused(asked, who);
    return refused == null
        ? engine.checkAsync(call(asked, callerOf(who)), patience)
        : CompletableFuture.completedFuture(refused);
  }

  /** Refuses a request that isn't judged. */
  Decision refuse(String method, Identity who, String message) {
    Caller caller = who.caller();
    Asked asked = new Asked(method, Arguments.empty(), null);
    return engine.refuse(call(asked, caller == null ? Caller.unidentified() : caller), message);
  }

  /** Says whether a tool stands in the list that somebody sees. */
  boolean isVisible(@Nullable String tool, Identity who) {
    Caller caller = who.caller();
    if (tool == null || caller == null || ToolCall.isRequest(tool)) {
      return false;
    }
    return watch == null
        ? engine.isVisible(tool, caller)
        : engine.isVisible(tool, caller, watch.review(tool));
  }

  /** Returns what compares lists of tools with those that were reviewed, if anything does. */
  @Nullable DefinitionWatch watch() {
    return watch;
  }

  /** Says whether a request that is no tool call has to be judged. */
  boolean governs(String method, Identity who) {
    Caller caller = who.caller();
    return caller == null || engine.governs(method, caller);
  }

  /**
   * Says whether a request for the list of tools has to be judged. Who isn't known, and who has no
   * policy, may make it: no tool is in that list.
   */
  boolean governsLists(Identity who) {
    Caller caller = who.caller();
    return caller != null && engine.names(McpSchema.METHOD_TOOLS_LIST, caller);
  }

  private ToolCall call(Asked asked, Caller caller) {
    ToolCall call =
        ToolCall.of(asked.name(), asked.arguments()).withCaller(caller).withSession(session);
    ToolCall named = server == null ? call : call.withServer(server);
    return asked.review() == null ? named : named.withReview(asked.review());
  }

  /** Returns a denial of what the engine can't judge; null if it can. */
  private @Nullable Decision refused(Asked asked, Identity who) {
    Caller caller = who.caller();
    if (caller == null) {
      return engine.refuse(call(asked, Caller.unidentified()), Messages.UNKNOWN_CALLER);
    }
    return asked.isToolCall() && ToolCall.isRequest(asked.tool())
        ? engine.refuse(call(asked, caller), Messages.namedLikeARequest(asked.tool()))
        : null;
  }

  private static Caller callerOf(Identity who) {
    return Objects.requireNonNull(who.caller());
  }
}
