package dev.mcppolicy.mcp;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolDefinitions;
import dev.mcppolicy.store.CounterStore;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Puts a policy between an agent and its MCP servers.
 *
 * <pre>{@code
 * McpSyncClient guarded = PolicyEnforcer.wrap(client, Policy.load(Path.of("policy.json")));
 * }</pre>
 *
 * <p>What comes back is a client or a transport like the one that was given, and does the same but
 * for what the policy forbids: a forbidden call is answered with a tool result that says so, and
 * never reaches the server; hidden tools are in no list.
 *
 * <p>A wrapped client leaves the one that was given unguarded: let nobody have it. A wrapped
 * transport leaves nothing unguarded, and is the better choice wherever the client is still to be
 * built.
 *
 * <p>Any number of clients can share an enforcer, its counters and its policies. This class is
 * immutable and thread-safe.
 */
public final class PolicyEnforcer {

  private final PolicyEngine engine;
  private final Callers callers;
  private final @Nullable String server;
  private final Refuser refuser;
  private final Duration requestTimeout;
  private final @Nullable ToolDefinitions definitions;

  private PolicyEnforcer(Builder builder, PolicyEngine engine, @Nullable String server) {
    this.engine = engine;
    this.callers = builder.callers;
    this.server = server;
    this.refuser = new Refuser(builder.throwing);
    this.requestTimeout = builder.requestTimeout;
    this.definitions = builder.definitions;
  }

  private PolicyEnforcer(PolicyEnforcer other, String server) {
    this.engine = other.engine;
    this.callers = other.callers;
    this.server = server;
    this.refuser = other.refuser;
    this.requestTimeout = other.requestTimeout;
    this.definitions = other.definitions;
  }

  /** Returns a client that calls as the given one does, as far as the policy lets it. */
  public static McpSyncClient wrap(McpSyncClient client, Policy policy) {
    return of(policy).wrap(client);
  }

  /** Returns a client that calls as the given one does, as far as the policy lets it. */
  public static McpAsyncClient wrap(McpAsyncClient client, Policy policy) {
    return of(policy).wrap(client);
  }

  /** Returns a transport that sends as the given one does, as far as the policy lets it. */
  public static McpClientTransport wrap(McpClientTransport transport, Policy policy) {
    return of(policy).wrap(transport);
  }

  /** Returns an enforcer with one policy for every caller, and counters in memory. */
  public static PolicyEnforcer of(Policy policy) {
    return builder(policy).build();
  }

  /** Returns a builder of an enforcer with one policy for every caller. */
  public static Builder builder(Policy policy) {
    return new Builder(PolicyEngine.builder(policy));
  }

  /** Returns a builder of an enforcer with a policy for each grant. */
  public static Builder builder(Policies policies) {
    return new Builder(PolicyEngine.builder(policies));
  }

  /**
   * Returns a call whose cancellation the policy hears of. Reactor's own doesn't get through the
   * SDK: a caller who cancels, or stops waiting with {@code timeout}, leaves a call behind that may
   * yet be approved and sent. Such a one is not sent, and what it took is given back; one that was
   * sent is settled as cancelled.
   *
   * <pre>{@code
   * PolicyEnforcer.cancellable(guarded.callTool(request)).timeout(Duration.ofSeconds(5))
   * }</pre>
   *
   * @param call a call of a wrapped {@code McpAsyncClient}, or of one with a wrapped transport
   */
  public static <T> Mono<T> cancellable(Mono<T> call) {
    return Leave.telling(Objects.requireNonNull(call, "call"));
  }

  /** Returns this enforcer for the clients of a server, under the name that policies know. */
  public PolicyEnforcer forServer(String server) {
    return new PolicyEnforcer(this, Objects.requireNonNull(server, "server"));
  }

  /**
   * Returns a client that calls as the given one does, as far as the policies let it. It judges,
   * and waits for approval, on the caller's thread; the given client's time-outs apply to what is
   * sent.
   */
  public McpSyncClient wrap(McpSyncClient client) {
    Original original = new SyncOriginal(Objects.requireNonNull(client, "client"));
    Gate gate = gate();
    CallersThread callersThread = new CallersThread(gate);
    McpSyncClient outer =
        Mirror.sync(new Loopback(original, gate, refuser), original, callersThread);
    callersThread.isFor(outer);
    if (client.isInitialized() && !Schedulers.isInNonBlockingThread()) {
      outer.initialize();
    }
    return outer;
  }

  /**
   * Returns a client that calls as the given one does, as far as the policies let it. No thread
   * waits for anything; the given client's time-outs apply to what is sent.
   *
   * @throws IllegalStateException if this enforcer tells callers by their thread
   */
  public McpAsyncClient wrap(McpAsyncClient client) {
    Original original = new AsyncOriginal(Objects.requireNonNull(client, "client"));
    requireNoThread();
    McpAsyncClient outer = Mirror.async(new Loopback(original, gate(), refuser), original);
    if (client.isInitialized() && !Schedulers.isInNonBlockingThread()) {
      outer.initialize().block();
    }
    return outer;
  }

  /**
   * Returns a transport that sends as the given one does, as far as the policies let it. It judges
   * what the server asks too.
   *
   * @throws IllegalStateException if this enforcer tells callers by their thread
   */
  public McpClientTransport wrap(McpClientTransport transport) {
    Objects.requireNonNull(transport, "transport");
    requireNoThread();
    return new GuardedTransport(transport, gate(), refuser, requestTimeout);
  }

  /** Returns the engine that judges. */
  public PolicyEngine engine() {
    return engine;
  }

  /** Each wrapped client or transport is a session. */
  private Gate gate() {
    DefinitionWatch watch =
        definitions == null ? null : definitions.watch(Optional.ofNullable(server));
    return new Gate(engine, callers, server, UUID.randomUUID().toString(), watch);
  }

  private void requireNoThread() {
    if (callers.byThread()) {
      throw new IllegalStateException(Messages.THREAD_ONLY);
    }
  }

  /** Builds enforcers. Not thread-safe. */
  public static final class Builder {

    /** What clients of the SDK have unless told otherwise. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final PolicyEngine.Builder engine;
    private @Nullable String server;
    private Callers callers = Callers.always(Caller.byDefault());
    private boolean throwing;
    private @Nullable ToolDefinitions definitions;
    private Duration requestTimeout = REQUEST_TIMEOUT;

    private Builder(PolicyEngine.Builder engine) {
      this.engine = engine;
    }

    /**
     * Gives the server the name that policies know. Without one, {@code server.name} is absent: a
     * {@code require} on it fails, and a {@code deny_if} on it with {@code eq} or {@code in}
     * doesn't match. What a server calls itself is not used.
     */
    public Builder server(String server) {
      this.server = Objects.requireNonNull(server, "server");
      return this;
    }

    /**
     * Says that every call is made by one grant; {@value Caller#DEFAULT_GRANT} unless given.
     *
     * @throws IllegalArgumentException if {@code grant} is empty
     */
    public Builder grant(String grant) {
      return caller(Caller.of(grant));
    }

    /** Says that every call is made by one caller. */
    public Builder caller(Caller caller) {
      this.callers = Callers.always(Objects.requireNonNull(caller, "caller"));
      return this;
    }

    /**
     * Asks for each call who makes it. Null says that it isn't known: such a caller is denied
     * wherever a rule or a limit needs to know. If the function throws, the call is denied.
     *
     * <p>A call of a wrapped {@code McpSyncClient} is asked about on its caller's thread, and
     * brings no context. What a server asks is nobody's call, and isn't asked about.
     */
    public Builder callers(Function<? super CallContext, ? extends @Nullable Caller> callers) {
      this.callers = Callers.by(Objects.requireNonNull(callers, "callers"));
      return this;
    }

    /**
     * Asks for each call who makes it, on the caller's thread: for a host that keeps that in a
     * {@code ThreadLocal}. Only a {@code McpSyncClient} can be wrapped then. Null and exceptions
     * mean what they mean for {@link #callers}.
     */
    public Builder callersOnThread(Supplier<? extends @Nullable Caller> callers) {
      Objects.requireNonNull(callers, "callers");
      this.callers = Callers.byThread(context -> callers.get());
      return this;
    }

    /**
     * Compares what servers list with the definitions that somebody reviewed, a lock: what changed
     * is hidden and denied as the policy says. Each client is watched for itself. It is compared
     * with every list, and before a call whose tool was not listed since the server announced a
     * change, or not for a while, the tools are listed first; a call whose tools can't be listed is
     * denied.
     *
     * <p>A wrapped client doesn't hear what its server announces: a wrapped transport does.
     *
     * <p>Wrapping fails with an {@link IllegalArgumentException} if the definitions are of several
     * servers, and {@link #server} doesn't say which is called.
     */
    public Builder definitions(ToolDefinitions definitions) {
      this.definitions = Objects.requireNonNull(definitions, "definitions");
      return this;
    }

    /** Keeps the counters in a store, which others may share; in memory unless given. */
    public Builder counters(CounterStore counters) {
      engine.counters(counters);
      return this;
    }

    /** Takes the time from a clock; from this machine's unless given. */
    public Builder clock(PolicyClock clock) {
      engine.clock(clock);
      return this;
    }

    /** Asks an approver; without one, a call that needs approval is denied. */
    public Builder approver(Approver approver) {
      engine.approver(approver);
      return this;
    }

    /** Tells one more listener of decisions and settlements. */
    public Builder listener(DecisionListener listener) {
      engine.listener(listener);
      return this;
    }

    /**
     * Waits so long for a store before a call is denied; one second unless given.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder storeTimeout(Duration timeout) {
      engine.storeTimeout(timeout);
      return this;
    }

    /** Has every decision written down before it takes effect; nowhere unless given. */
    public Builder recorder(DecisionRecorder recorder) {
      engine.recorder(recorder);
      return this;
    }

    /**
     * Waits so long for the recorder before a call is denied; five seconds unless given.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder recordTimeout(Duration timeout) {
      engine.recordTimeout(timeout);
      return this;
    }

    /**
     * Says how long a client that is built on a wrapped transport waits for an answer: the {@code
     * requestTimeout} of that client, which doesn't tell it to its transport; 20 seconds unless
     * given, as in the SDK. A call that isn't approved within three quarters of it is denied, and
     * one that isn't answered within it is settled as timed out.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder requestTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(Messages.notLongerThanZero("timeout", timeout));
      }
      this.requestTimeout = timeout;
      return this;
    }

    /**
     * Throws a {@link PolicyDeniedException} at whoever makes a call that is denied, instead of a
     * tool result: for hosts that call tools themselves. Frameworks that call for a model retry, or
     * end its turn, when they see an exception.
     */
    public Builder throwing() {
      this.throwing = true;
      return this;
    }

    /** Returns an enforcer. */
    public PolicyEnforcer build() {
      return new PolicyEnforcer(this, engine.acceptEdits().build(), server);
    }
  }
}
