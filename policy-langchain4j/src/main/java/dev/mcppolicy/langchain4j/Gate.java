package dev.mcppolicy.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the requests of one client are judged. Thread-safe. */
final class Gate {

  private static final System.Logger LOGGER = System.getLogger(Gate.class.getName());

  private final PolicyEngine engine;
  private final Function<? super @Nullable InvocationContext, ? extends @Nullable Caller> callers;
  private final String server;
  private final String session = UUID.randomUUID().toString();

  Gate(
      PolicyEngine engine,
      Function<? super @Nullable InvocationContext, ? extends @Nullable Caller> callers,
      String server) {
    this.engine = engine;
    this.callers = callers;
    this.server = server;
  }

  /** Judges a call of a tool, on the caller's thread. */
  Judged judgeTool(
      @Nullable String name, Arguments arguments, @Nullable InvocationContext context) {
    return judge(name, arguments, context, true);
  }

  /** Judges another request, on the caller's thread. */
  Judged judgeRequest(String method, Arguments arguments, @Nullable InvocationContext context) {
    return judge(method, arguments, context, false);
  }

  private Judged judge(
      @Nullable String name,
      Arguments arguments,
      @Nullable InvocationContext context,
      boolean isTool) {
    ToolCall call = ToolCall.of(name, arguments).withServer(server).withSession(session);
    Caller caller = identify(context);
    if (caller == null) {
      ToolCall nobodys = call.withCaller(Caller.unidentified());
      return new Judged(nobodys, engine.refuse(nobodys, LangChain4jMessages.UNKNOWN_CALLER));
    }
    ToolCall its = call.withCaller(caller);
    if (isTool && ToolCall.isRequest(its.tool())) {
      return new Judged(its, engine.refuse(its, LangChain4jMessages.namedLikeARequest(its.tool())));
    }
    Decision decision = engine.check(its);
    return new Judged(decision.judged(its), decision);
  }

  boolean isVisible(@Nullable String tool, @Nullable InvocationContext context) {
    Caller caller = identify(context);
    return tool != null
        && caller != null
        && !ToolCall.isRequest(tool)
        && engine.isVisible(tool, caller);
  }

  boolean governs(String method, @Nullable InvocationContext context) {
    Caller caller = identify(context);
    return caller == null || engine.governs(method, caller);
  }

  /** Says whether a list of tools has to be judged; who has no policy sees none in it. */
  boolean governsLists(@Nullable InvocationContext context) {
    Caller caller = identify(context);
    return caller != null && engine.names("tools/list", caller);
  }

  /** Returns who calls; null if the host fails to say so. */
  private @Nullable Caller identify(@Nullable InvocationContext context) {
    try {
      Caller caller = callers.apply(context);
      return caller == null ? Caller.unidentified() : caller;
    } catch (Throwable failure) {
      LOGGER.log(System.Logger.Level.WARNING, LangChain4jMessages.UNKNOWN_CALLER, failure);
      return null;
    }
  }

  /**
   * What was judged.
   *
   * @param call what has to be sent if it is allowed
   * @param decision what was decided
   */
  record Judged(ToolCall call, Decision decision) {

    /** Sends what was judged, and settles it by what comes back. */
    <T extends @Nullable Object> T settled(Supplier<T> sending, Predicate<? super T> failed) {
      try {
        T result = sending.get();
        decision.reservation().settle(failed.test(result) ? Outcome.FAILURE : Outcome.OK);
        return result;
      } catch (Throwable thrown) {
        decision.reservation().settle(Outcomes.of(thrown));
        throw thrown;
      }
    }
  }

  /** Returns the same map, as LangChain4j declares those. */
  @SuppressWarnings("NullAway") // a prompt's argument may be null
  static Map<String, Object> plain(Map<String, @Nullable Object> arguments) {
    return new LinkedHashMap<>(arguments);
  }
}
