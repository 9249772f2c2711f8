package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** Who calls: nobody is ever taken for somebody else. */
class IdentityTest {

  private static final int CALLERS = 120;
  private static final ThreadLocal<String> USER = new ThreadLocal<>();

  private final ScriptedServer server = new ScriptedServer("run");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Each grant may call the one tool that has its name. */
  private static Policies eachItsOwn() {
    Map<String, Policy> policies = new TreeMap<>();
    for (int i = 0; i < CALLERS; i++) {
      policies.put("user" + i, Policy.denyByDefault().tool("user" + i, tool -> {}).build());
    }
    return Policies.byGrant(policies);
  }

  private static Caller ofThread() {
    String user = USER.get();
    return user == null ? null : Caller.of(user);
  }

  /** Answers the first request only when all callers wait for it, on a thread of the server. */
  private void initializeSlowly(CountDownLatch allStarted) {
    server.on(
        "initialize",
        exchange ->
            threads.execute(
                () -> {
                  awaited(allStarted);
                  exchange.result(ScriptedServer.initializeResult());
                }));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<CallToolResult> all(List<Future<CallToolResult>> answers) throws Exception {
    List<CallToolResult> results = new ArrayList<>();
    for (Future<CallToolResult> answer : answers) {
      results.add(answer.get(20, TimeUnit.SECONDS));
    }
    return results;
  }

  @Test
  void threadsThatMakeTheFirstCallTogetherAreEachJudgedAsThemselves() throws Exception {
    CountDownLatch allStarted = new CountDownLatch(CALLERS);
    initializeSlowly(allStarted);
    McpSyncClient client =
        PolicyEnforcer.builder(eachItsOwn())
            .callersOnThread(IdentityTest::ofThread)
            .build()
            .wrap(Seam.syncClient(server, Seam.TIMEOUT));

    List<Future<CallToolResult>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String user = "user" + i;
      answers.add(
          threads.submit(
              () -> {
                USER.set(user);
                allStarted.countDown();
                return client.callTool(new CallToolRequest(user, Map.of()));
              }));
    }

    assertThat(all(answers)).allSatisfy(result -> assertThat(result.isError()).isFalse());
    assertThat(server.received("initialize")).hasSize(1);
    assertThat(server.calls()).hasSize(CALLERS);
  }

  @Test
  void threadsThatWaitForAServerThatCantBeInitializedShareOneFailure() throws Exception {
    List<ScriptedServer.Exchange> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    server.on("initialize", asked::add);
    McpSyncClient client =
        PolicyEnforcer.wrap(Seam.syncClient(server, Seam.TIMEOUT), Policy.allowByDefault().build());
    List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  client.callTool(new CallToolRequest("run", Map.of()));
                } catch (RuntimeException e) {
                  thrown.add(e);
                }
              });
      callers.add(caller);
      caller.start();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (asked.isEmpty() || !callers.stream().allMatch(IdentityTest::waits)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }

    asked.get(0).error(-32000, "Go away.", null);
    for (Thread caller : callers) {
      caller.join(10_000);
    }

    assertThat(thrown).hasSize(10).allSatisfy(e -> assertThat(e).hasRootCauseMessage("Go away."));
    assertThat(asked).hasSize(1);
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void callsOfAWrappedSyncClientStayOnTheirCallersThread() throws Exception {
    CyclicBarrier together = new CyclicBarrier(16);
    Map<Thread, Thread> judgedOn = new java.util.concurrent.ConcurrentHashMap<>();
    McpSyncClient client =
        PolicyEnforcer.builder(Policy.allowByDefault().build())
            .callersOnThread(
                () -> {
                  judgedOn.put(Thread.currentThread(), Thread.currentThread());
                  return Caller.byDefault();
                })
            .build()
            .wrap(Seam.syncClient(server, Seam.TIMEOUT));
    server.on(
        "tools/call",
        exchange -> exchange.result(ScriptedServer.text(Thread.currentThread().getName())));

    List<Future<CallToolResult>> answers = new ArrayList<>();
    List<String> names = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(
          threads.submit(
              () -> {
                together.await(10, TimeUnit.SECONDS);
                CallToolResult result = client.callTool(new CallToolRequest("run", Map.of()));
                if (Agent.textOf(result).equals(Thread.currentThread().getName())) {
                  names.add(Agent.textOf(result));
                }
                return result;
              }));
    }

    all(answers);
    assertThat(names).hasSize(16);
    assertThat(judgedOn).hasSize(16);
  }

  @Test
  void asynchronousCallersAreToldByTheirContextWhateverTheThread() throws Exception {
    CountDownLatch allStarted = new CountDownLatch(CALLERS);
    initializeSlowly(allStarted);
    McpAsyncClient client =
        PolicyEnforcer.builder(eachItsOwn())
            .callers(context -> Caller.of(context.reactor().get("user")))
            .build()
            .wrap(Seam.asyncClient(server, Seam.TIMEOUT));

    List<Future<CallToolResult>> answers = callAsync(client, allStarted, "user", user -> user);

    assertThat(all(answers)).allSatisfy(result -> assertThat(result.isError()).isFalse());
    assertThat(server.calls()).hasSize(CALLERS);
  }

  @Test
  void callersOnAWrappedTransportAreToldByTheirTransportContext() throws Exception {
    CountDownLatch allStarted = new CountDownLatch(CALLERS);
    initializeSlowly(allStarted);
    McpAsyncClient client =
        Seam.asyncClient(
            PolicyEnforcer.builder(eachItsOwn())
                .callers(context -> Caller.of((String) context.transport().get("user")))
                .build()
                .wrap(server),
            Seam.TIMEOUT);

    List<Future<CallToolResult>> answers =
        callAsync(
            client,
            allStarted,
            McpTransportContext.KEY,
            user -> McpTransportContext.create(Map.of("user", user)));

    assertThat(all(answers)).allSatisfy(result -> assertThat(result.isError()).isFalse());
    assertThat(server.calls()).hasSize(CALLERS);
  }

  private List<Future<CallToolResult>> callAsync(
      McpAsyncClient client,
      CountDownLatch allStarted,
      Object key,
      Function<String, Object> identity) {
    List<Future<CallToolResult>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String user = "user" + i;
      Mono<CallToolResult> call =
          client
              .callTool(new CallToolRequest(user, Map.of()))
              .contextWrite(context -> context.put(key, identity.apply(user)));
      answers.add(
          threads.submit(
              () -> {
                allStarted.countDown();
                return call.block();
              }));
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource
  void aCallerWhomTheHostDoesntKnowIsDeniedWhereverALimitNeedsToKnow(Seam seam) {
    Policy policy =
        Policy.parse(
            """
            {"version": "1", "default": "deny", "tools": {
               "run": { "limits": [ { "window": "hour", "max": 9 } ] },
               "see": { "limits": [ { "window": "hour", "max": 9, "scope": "global" } ] },
               "tell": { "require": [ { "conditions": [
                          { "path": "caller.id", "op": "neq", "value": "mallory" } ] } ] } } }
            """);
    Agent agent =
        seam.connect(PolicyEnforcer.builder(policy).callers(context -> null).build(), server);

    assertThat(agent.call("run", Map.of()).isError()).isTrue();
    assertThat(agent.call("tell", Map.of()).isError()).isTrue();
    assertThat(agent.call("see", Map.of()).isError()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aHostThatFailsToSayWhoCallsDeniesEverythingAndThrowsNothing(Seam seam) {
    List<String> heard = new CopyOnWriteArrayList<>();
    Agent agent =
        seam.connect(
            PolicyEnforcer.builder(Policy.allowByDefault().build())
                .listener(event -> heard.add(event.tool() + " " + event.code().orElseThrow()))
                .callers(
                    context -> {
                      throw new IllegalStateException("no request is bound to this thread");
                    })
                .build(),
            server);

    CallToolResult denied = agent.call("run", Map.of());

    assertThat(denied.isError()).isTrue();
    assertThat(Agent.textOf(denied))
        .isEqualTo(
            "[POLICY DENIED] The host failed to say who calls, so the call could not be judged and"
                + " was denied.");
    assertThat(heard).containsExactly("run internal_error");
    assertThat(agent.tools()).isEmpty();
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void onlyASyncClientCanTellCallersByTheirThread() {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(Policy.allowByDefault().build())
            .callersOnThread(Caller::byDefault)
            .build();
    String message =
        "callersOnThread says who calls by the thread, and only a McpSyncClient calls on its"
            + " caller's thread; use callers for a McpAsyncClient or a McpClientTransport";

    assertThatThrownBy(() -> enforcer.wrap(server))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    McpAsyncClient client = Seam.asyncClient(server, Seam.TIMEOUT);
    assertThatThrownBy(() -> enforcer.wrap(client))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void theNameOfAServerIsTheOneThatTheHostGaveIt(Seam seam) {
    Policy policy =
        Policy.parse(
            """
            {"version": "1", "default": "allow", "all_tools": { "require": [ { "conditions": [
               { "path": "server.name", "op": "eq", "value": "payments" } ] } ] } }
            """);
    PolicyEnforcer enforcer = PolicyEnforcer.builder(policy).server("payments").build();

    assertThat(seam.connect(enforcer, server).call("run", Map.of()).isError()).isFalse();
    assertThat(
            seam.connect(enforcer.forServer("scripted"), new ScriptedServer("run"))
                .call("run", Map.of())
                .isError())
        .isTrue();
    assertThat(
            seam.connect(PolicyEnforcer.of(policy), new ScriptedServer("run"))
                .call("run", Map.of())
                .isError())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void eachWrappedClientIsASession(Seam seam) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.of(
            Policy.parse(
                """
                {"version": "1", "default": "deny", "tools": { "run": { "limits": [
                   { "window": "hour", "max": 1, "scope": "session" } ] } } }
                """));
    Agent one = seam.connect(enforcer, server);
    Agent other = seam.connect(enforcer, new ScriptedServer("run"));

    assertThat(one.call("run", Map.of()).isError()).isFalse();
    assertThat(other.call("run", Map.of()).isError()).isFalse();
    assertThat(one.call("run", Map.of()).isError()).isTrue();
  }
}
