package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.mcp.ScriptedServer.Exchange;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Each allowed call is settled once, by what really became of it, and leaves nothing behind. */
class SettlementTest {

  private static final Duration SHORT = Duration.ofMillis(600);
  private static final CallToolRequest RUN = new CallToolRequest("run", Map.of("n", 1));

  private final ScriptedServer server = new ScriptedServer("run");
  private final Books books = new Books();
  private final PolicyEnforcer.Builder builder =
      PolicyEnforcer.builder(Books.policy(1)).listener(books);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** The calls that have reached the server, and wait for an answer. */
  private final BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();

  private PolicyEnforcer enforcer = builder.build();

  @AfterEach
  void everyThreadEnds() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private Agent connect(Seam seam) {
    return seam.connect(enforcer, server);
  }

  private Agent connect(Seam seam, Duration requestTimeout) {
    enforcer = builder.requestTimeout(requestTimeout).build();
    return seam.connect(enforcer, server, requestTimeout);
  }

  private void serverKeepsSilent() {
    server.on("tools/call", arrived::add);
  }

  private Exchange arrival() throws InterruptedException {
    Exchange exchange = arrived.poll(30, TimeUnit.SECONDS);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  private void assertSettled(Outcome... outcomes) throws InterruptedException {
    books.assertSettled(enforcer.engine(), outcomes);
  }

  /** Proves that the one place in flight is free: another call passes. */
  private void assertFree(Agent agent) {
    server.on("tools/call", exchange -> exchange.result(ScriptedServer.text("free")));
    assertThat(agent.say("run", Map.of())).isEqualTo("free");
  }

  // What a server answers

  @ParameterizedTest
  @EnumSource
  void aResultIsOk(Seam seam) throws InterruptedException {
    Agent agent = connect(seam);

    agent.call(RUN);

    assertSettled(Outcome.OK);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aResultThatSaysItIsAnErrorIsAFailure(Seam seam) throws InterruptedException {
    server.on("tools/call", exchange -> exchange.result(ScriptedServer.failure("no")));
    Agent agent = connect(seam);

    agent.call(RUN);

    assertSettled(Outcome.FAILURE);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aProtocolErrorIsAnError(Seam seam) throws InterruptedException {
    server.on("tools/call", exchange -> exchange.error(-32000, "no", null));
    Agent agent = connect(seam);

    assertThatThrownBy(() -> agent.call(RUN)).isInstanceOf(McpError.class);

    assertSettled(Outcome.ERROR);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aSecondAnswerChangesNothing(Seam seam) throws InterruptedException {
    server.on(
        "tools/call",
        exchange -> {
          exchange.result(ScriptedServer.text("one"));
          exchange.error(-32000, "two", null);
          exchange.result(ScriptedServer.failure("three"));
        });
    Agent agent = connect(seam);

    assertThat(agent.say("run", Map.of())).isEqualTo("one");

    assertSettled(Outcome.OK);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfNothingLeavesNothingInFlight(Seam seam) throws InterruptedException {
    server.on(
        "tools/call",
        exchange ->
            server.push(
                new McpSchema.JSONRPCResponse(
                    McpSchema.JSONRPC_VERSION, exchange.id(), null, null)));
    Agent agent = connect(seam, Duration.ofSeconds(1));

    Throwable unused = catchThrowable(() -> agent.call(RUN));

    books.settled();
    books.assertBalanced(enforcer.engine());
    assertFree(agent);
  }

  // Nobody answers

  @ParameterizedTest
  @EnumSource
  void noAnswerInTimeIsATimeout(Seam seam) throws InterruptedException {
    serverKeepsSilent();
    Agent agent = connect(seam, SHORT);

    assertThatThrownBy(() -> agent.call(RUN))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);

    assertSettled(Outcome.TIMEOUT);
    arrival().error(-32000, "too late", null);
    assertSettled(Outcome.TIMEOUT);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void theSlotIsHeldWhileTheServerIsAtIt(Seam seam) throws Exception {
    serverKeepsSilent();
    Agent agent = connect(seam);
    Future<CallToolResult> call = threads.submit(() -> agent.call(RUN));
    Exchange exchange = arrival();

    assertThat(agent.call(RUN).isError()).isTrue();
    assertThat(books.denied()).isOne();
    exchange.result(ScriptedServer.text("done"));

    assertThat(Agent.textOf(call.get(30, TimeUnit.SECONDS))).isEqualTo("done");
    assertSettled(Outcome.OK);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCancellationThatThePolicyHearsOfIsOne(Seam seam) throws InterruptedException {
    serverKeepsSilent();
    Agent agent = connect(seam);
    McpAsyncClient client = (McpAsyncClient) agent.client();
    client.initialize().block();

    reactor.core.Disposable call =
        PolicyEnforcer.cancellable(client.callTool(RUN)).subscribe(result -> {}, error -> {});
    Exchange exchange = arrival();
    call.dispose();

    assertSettled(Outcome.CANCELLED);
    exchange.result(ScriptedServer.text("too late"));
    assertSettled(Outcome.CANCELLED);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCancellationThatNobodyTellsOfEndsWithTheRequest(Seam seam) throws InterruptedException {
    serverKeepsSilent();
    Agent agent = connect(seam, SHORT);
    McpAsyncClient client = (McpAsyncClient) agent.client();
    client.initialize().block();

    reactor.core.Disposable call = client.callTool(RUN).subscribe(result -> {}, error -> {});
    Exchange unused = arrival();
    call.dispose();

    assertSettled(Outcome.TIMEOUT);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCallerWhoLeavesTwiceOrAfterTheAnswerChangesNothing(Seam seam) throws InterruptedException {
    Agent agent = connect(seam);
    McpAsyncClient client = (McpAsyncClient) agent.client();

    reactor.core.Disposable call =
        PolicyEnforcer.cancellable(
                PolicyEnforcer.cancellable(client.callTool(RUN)).then(Mono.never()))
            .subscribe();
    books.awaitAllowed(1);
    books.settled();
    call.dispose();
    call.dispose();

    assertSettled(Outcome.OK);
    assertFree(agent);
  }

  @Test
  void anInterruptOfACallerOfAWrappedClientIsACancellation() throws Exception {
    serverKeepsSilent();
    Agent agent = connect(Seam.SYNC);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              Throwable unused = catchThrowable(() -> agent.call(RUN));
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    Exchange exchange = arrival();
    caller.interrupt();

    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    assertSettled(Outcome.CANCELLED);
    exchange.result(ScriptedServer.text("too late"));
    assertSettled(Outcome.CANCELLED);
    assertFree(agent);
  }

  @Test
  void aTransportHearsOfAnInterruptByTheEndOfTheTime() throws Exception {
    serverKeepsSilent();
    Agent agent = connect(Seam.TRANSPORT, Duration.ofMillis(400));
    Thread caller =
        new Thread(
            () -> {
              Throwable unused = catchThrowable(() -> agent.call(RUN));
            });
    caller.start();
    Exchange unused = arrival();
    caller.interrupt();
    caller.join(30_000);

    assertThat(caller.isAlive()).isFalse();
    assertSettled(Outcome.TIMEOUT);
    assertFree(agent);
  }

  // The connection

  @ParameterizedTest
  @EnumSource
  void aMessageThatCanNotBeSentIsLost(Seam seam) throws InterruptedException {
    server.on(
        "tools/call",
        exchange -> {
          throw new IOException("broken pipe");
        });
    Agent agent = connect(seam);

    assertThatThrownBy(() -> agent.call(RUN)).hasRootCauseMessage("broken pipe");

    assertSettled(Outcome.LOST);
    assertFree(agent);
  }

  /** Throws what a broken installation throws: Reactor lets such errors through its operators. */
  @ParameterizedTest
  @EnumSource
  void anErrorOfTheMachineLeavesNothingInFlight(Seam seam) throws InterruptedException {
    Agent agent = connect(seam, SHORT);
    for (Error error : new Error[] {new NoClassDefFoundError("x"), new StackOverflowError()}) {
      server.on(
          "tools/call",
          exchange -> {
            throw error;
          });

      assertThat(catchThrowable(() -> agent.call(RUN))).isNotNull();

      books.settled();
      books.assertBalanced(enforcer.engine());
      assertFree(agent);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLostSessionLosesWhatIsInFlight(Seam seam) throws Exception {
    serverKeepsSilent();
    Agent agent = connect(seam);
    Future<Throwable> call = threads.submit(() -> catchThrowable(() -> agent.call(RUN)));
    Exchange exchange = arrival();
    server.fails(new McpTransportSessionNotFoundException("gone"));

    assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
    assertSettled(Outcome.LOST);
    exchange.result(ScriptedServer.text("too late"));
    assertSettled(Outcome.LOST);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void closingLosesWhatIsInFlight(Seam seam) throws Exception {
    serverKeepsSilent();
    Agent agent = connect(seam);
    Future<Throwable> call = threads.submit(() -> catchThrowable(() -> agent.call(RUN)));
    Exchange unused = arrival();
    agent.close();

    assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
    assertSettled(Outcome.LOST);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void closingGracefullyLosesWhatIsInFlight(Seam seam) throws Exception {
    serverKeepsSilent();
    Agent agent = connect(seam);
    Future<Throwable> call = threads.submit(() -> catchThrowable(() -> agent.call(RUN)));
    Exchange unused = arrival();
    if (agent.client() instanceof McpAsyncClient client) {
      client.closeGracefully().block();
    } else {
      assertThat(((McpSyncClient) agent.client()).closeGracefully()).isTrue();
    }

    assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
    assertSettled(Outcome.LOST);
    assertFree(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatWaitsForApprovalWhenItsClientClosesIsNotSent(Seam seam) throws Exception {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    enforcer =
        PolicyEnforcer.builder(
                Policy.parse(
                    """
                    {"version": "1", "default": "deny", "tools": {"run": {
                      "action": "require_approval", "concurrency": 1,
                      "limits": [
                        {"window": "lifetime", "max": 9, "refund": "error"},
                        {"window": "lifetime", "max": 9, "refund": "failure"},
                        {"window": "lifetime", "max": 9, "refund": "never"}]}}}
                    """))
            .listener(books)
            .approver(
                request -> {
                  asked.complete(null);
                  return answer;
                })
            .build();
    Agent agent = connect(seam);
    Future<Throwable> call = threads.submit(() -> catchThrowable(() -> agent.call(RUN)));
    asked.get(30, TimeUnit.SECONDS);
    agent.close();
    answer.complete(Approver.Answer.APPROVE);

    call.get(30, TimeUnit.SECONDS);
    books.settled();
    books.assertBalanced(enforcer.engine());
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aCallThatTakesNothingSaysToWhomItIsTooLate() throws Exception {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    Policy asking =
        Policy.denyByDefault().tool("run", tool -> tool.requireApproval("Ask.")).build();
    McpClientTransport transport =
        PolicyEnforcer.builder(asking).approver(request -> answer).build().wrap(server);
    transport.connect(messages -> messages).block();
    CompletableFuture<Void> sending =
        transport.sendMessage(new JSONRPCRequest("2.0", "tools/call", "late", RUN)).toFuture();
    transport.connect(messages -> messages).block();
    answer.complete(Approver.Answer.APPROVE);

    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseMessage("The client was closed before the call was sent");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aCallWhoseSessionEndsJustBeforeItIsSentIsNotSent() throws Exception {
    McpClientTransport transport = enforcer.wrap(server);
    transport.connect(messages -> messages).block();
    CompletableFuture<Leave> leave = new CompletableFuture<>();
    CountDownLatch held = new CountDownLatch(1);
    Mono<Void> call =
        Leave.telling(
            Mono.deferContextual(
                context -> {
                  leave.complete(Leave.of(context));
                  assertThat(catchThrowable(() -> held.await(30, TimeUnit.SECONDS))).isNull();
                  return transport.sendMessage(
                      new JSONRPCRequest("2.0", "tools/call", "last", RUN));
                }));
    FutureTask<Void> sending = new FutureTask<>(call::block);
    Thread caller = new Thread(sending);
    caller.start();

    Object door = leave.get(30, TimeUnit.SECONDS);
    synchronized (door) {
      held.countDown();
      // It has been judged, and waits where it asks whether its caller has left.
      while (caller.isAlive() && !waitsFor(door, caller)) {
        Thread.onSpinWait();
      }
      transport.connect(messages -> messages).block();
    }

    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertSettled(Outcome.LOST);
    assertThat(server.calls()).isEmpty();
  }

  private static boolean waitsFor(Object monitor, Thread thread) {
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
    return info != null
        && info.getThreadState() == Thread.State.BLOCKED
        && info.getLockInfo() != null
        && info.getLockInfo().getIdentityHashCode() == System.identityHashCode(monitor);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCallWhoseCallerLeavesWhileItIsJudgedIsNotSent(Seam seam) throws InterruptedException {
    Sinks.Empty<Void> leaving = Sinks.empty();
    enforcer =
        builder
            .listener(
                new DecisionListener() {
                  @Override
                  public void decided(DecisionEvent event) {
                    leaving.tryEmitEmpty();
                  }
                })
            .build();
    Agent agent = connect(seam);
    McpAsyncClient client = (McpAsyncClient) agent.client();
    client.initialize().block();

    assertThat(
            PolicyEnforcer.cancellable(client.callTool(RUN))
                .takeUntilOther(leaving.asMono())
                .blockOptional())
        .isEmpty();

    assertSettled(Outcome.NOT_SENT);
    assertThat(server.calls()).isEmpty();
    assertFree(agent);
  }

  // Before and after

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCallThatNobodySubscribesToIsNone(Seam seam) throws InterruptedException {
    McpAsyncClient client = (McpAsyncClient) connect(seam).client();
    client.initialize().block();

    Mono<CallToolResult> unused = PolicyEnforcer.cancellable(client.callTool(RUN));

    assertThat(books.allowed() + books.denied()).isZero();
    assertThat(server.calls()).isEmpty();
    assertSettled();
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCallThatIsSubscribedToTwiceIsTwo(Seam seam) throws InterruptedException {
    McpAsyncClient client = (McpAsyncClient) connect(seam).client();
    Mono<CallToolResult> call = PolicyEnforcer.cancellable(client.callTool(RUN));

    call.block();
    call.block();

    assertThat(server.calls()).hasSize(2);
    assertSettled(Outcome.OK, Outcome.OK);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void twoSubscriptionsAtOnceNeedTwoPlaces(Seam seam) throws InterruptedException {
    serverKeepsSilent();
    McpAsyncClient client = (McpAsyncClient) connect(seam).client();
    client.initialize().block();
    Mono<CallToolResult> call = client.callTool(RUN);

    CompletableFuture<CallToolResult> first = call.toFuture();
    Exchange exchange = arrival();
    assertThat(call.block().isError()).isTrue();
    exchange.result(ScriptedServer.text("first"));

    assertThat(Agent.textOf(first.join())).isEqualTo("first");
    assertThat(server.calls()).hasSize(1);
    assertSettled(Outcome.OK);
  }

  /** The tool has run: its answer reached the client, which refused it. */
  @ParameterizedTest
  @EnumSource
  void aResultThatTheClientFindsInvalidIsKept(Seam seam) throws InterruptedException {
    JsonSchemaValidator strict =
        (schema, content) -> JsonSchemaValidator.ValidationResponse.asInvalid("not so");
    server.on(
        "tools/list",
        exchange ->
            exchange.result(
                Map.of(
                    "tools",
                    java.util.List.of(
                        Map.of(
                            "name", "run",
                            "inputSchema", Map.of("type", "object"),
                            "outputSchema", Map.of("type", "object"))))));
    server.on(
        "tools/call",
        exchange ->
            exchange.result(
                Map.of("content", java.util.List.of(), "structuredContent", Map.of("n", 1))));
    Agent agent =
        switch (seam) {
          case SYNC -> Agent.of(enforcer.wrap(strictSync(server, strict)));
          case ASYNC -> Agent.of(enforcer.wrap(strictAsync(server, strict)));
          case TRANSPORT -> Agent.of(strictSync(enforcer.wrap(server), strict));
          case ASYNC_TRANSPORT -> Agent.of(strictAsync(enforcer.wrap(server), strict));
        };

    assertThatThrownBy(() -> agent.call(RUN)).isInstanceOf(IllegalArgumentException.class);

    assertThat(books.settled()).containsAnyOf(Map.entry(Outcome.OK, 1), Map.entry(Outcome.LOST, 1));
    books.assertBalanced(enforcer.engine());
  }

  private static McpSyncClient strictSync(
      io.modelcontextprotocol.spec.McpClientTransport transport, JsonSchemaValidator validator) {
    return McpClient.sync(transport)
        .jsonSchemaValidator(validator)
        .enableCallToolSchemaCaching(true)
        .build();
  }

  private static McpAsyncClient strictAsync(
      io.modelcontextprotocol.spec.McpClientTransport transport, JsonSchemaValidator validator) {
    return McpClient.async(transport)
        .jsonSchemaValidator(validator)
        .enableCallToolSchemaCaching(true)
        .build();
  }

  /** However long a client says it waits, a call can be sent and is settled. */
  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void aTimeBeyondAllTimersIsForEver(Seam seam) throws InterruptedException {
    enforcer = builder.requestTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build();
    Agent agent = connect(seam);

    agent.call(RUN);

    assertSettled(Outcome.OK);
    assertThat(enforcer.engine().explain(ToolCall.of("run")).decision().isAllowed()).isTrue();
  }

  /** Who waited for an initialization hears that it failed, and doesn't wait for one of its own. */
  @Test
  void callersThatWaitForTheSameInitializationFailTogether() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    server.on("initialize", exchange -> first.complete(null));
    McpSyncClient client =
        enforcer.wrap(McpClient.sync(server).initializationTimeout(Duration.ofSeconds(2)).build());
    Future<Throwable> leader = threads.submit(() -> catchThrowable(() -> client.callTool(RUN)));
    first.get(30, TimeUnit.SECONDS);
    java.util.List<Future<Throwable>> followers = new java.util.ArrayList<>();
    for (int i = 0; i < 5; i++) {
      followers.add(threads.submit(() -> catchThrowable(() -> client.callTool(RUN))));
    }

    assertThat(leader.get(30, TimeUnit.SECONDS)).isNotNull();
    for (Future<Throwable> follower : followers) {
      assertThat(follower.get(30, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(server.received("initialize")).hasSize(1);
    assertThat(server.calls()).isEmpty();
    assertFree(recovered(client));
  }

  private Agent recovered(McpSyncClient client) {
    server.on("initialize", exchange -> exchange.result(ScriptedServer.initializeResult()));
    return Agent.of(client);
  }
}
