package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Exceptions;

/** Many threads, calls that end in every way: the counters are exact, and nothing stays behind. */
class EnforcementStressTest {

  private static final int THREADS = 16;
  private static final int PATIENCE_SECONDS = 120;
  private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(600);

  /** How a call is to end; the server reads it from the arguments. */
  private enum Ending {
    OK(Outcome.OK),
    LATER(Outcome.OK),
    FAILURE(Outcome.FAILURE),
    ERROR(Outcome.ERROR),
    BROKEN(Outcome.LOST),
    SILENCE(Outcome.TIMEOUT),
    LEAVE(Outcome.CANCELLED);

    final Outcome outcome;

    Ending(Outcome outcome) {
      this.outcome = outcome;
    }
  }

  private final Map<Ending, AtomicInteger> made = new EnumMap<>(Ending.class);

  EnforcementStressTest() {
    for (Ending ending : Ending.values()) {
      made.put(ending, new AtomicInteger());
    }
  }

  @ParameterizedTest
  @EnumSource
  void mixedCallsOfManyThreadsLeaveNothingBehind(Seam seam) throws Exception {
    stress(seam, platformThreads(), 60);
  }

  /** A JVM that has no virtual threads runs it with others. */
  @ParameterizedTest
  @EnumSource
  void mixedCallsOfManyVirtualThreadsLeaveNothingBehind(Seam seam) throws Exception {
    stress(seam, virtualThreads(), 30);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("stress")
  void mixedCallsOfManyThreadsLeaveNothingBehindForLong(Seam seam) throws Exception {
    stress(seam, platformThreads(), 5_000);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("stress")
  void mixedCallsOfManyVirtualThreadsLeaveNothingBehindForLong(Seam seam) throws Exception {
    stress(seam, virtualThreads(), 5_000);
  }

  private static ExecutorService platformThreads() {
    return Executors.newFixedThreadPool(THREADS);
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return platformThreads();
    }
  }

  private void stress(Seam seam, ExecutorService threads, int callsOfEach) throws Exception {
    ExecutorService serverThread = Executors.newSingleThreadExecutor();
    ScriptedServer server = new ScriptedServer("run");
    server.on("tools/call", exchange -> play(exchange, serverThread));
    Books books = new Books();
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(Books.policy(1_000_000))
            .listener(books)
            .requestTimeout(REQUEST_TIMEOUT)
            .build();
    Agent agent = seam.connect(enforcer, new StreamingTransport(server), REQUEST_TIMEOUT);
    initialize(agent);
    long seed = new Random().nextLong();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      running.add(
          threads.submit(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                for (int n = 0; n < callsOfEach; n++) {
                  call(agent, random);
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertExact(books, enforcer, seed);
    assertThat(server.calls()).hasSize(THREADS * callsOfEach);
    agent.close();
    for (ExecutorService executor : List.of(threads, serverThread)) {
      executor.shutdown();
      assertThat(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(strangeThreads()).isEmpty();
  }

  /** The first message of all may take longer than any other. */
  private static void initialize(Agent agent) {
    RuntimeException last = new IllegalStateException();
    for (int i = 0; i < 20; i++) {
      try {
        agent.list();
        return;
      } catch (RuntimeException e) {
        last = e;
      }
    }
    throw last;
  }

  private void assertExact(Books books, PolicyEnforcer enforcer, long seed) throws Exception {
    Map<Outcome, Integer> expected = new EnumMap<>(Outcome.class);
    made.forEach((ending, count) -> expected.merge(ending.outcome, count.get(), Integer::sum));
    expected.values().removeIf(count -> count == 0);
    Map<Outcome, Integer> settled = books.settled();
    int all = expected.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(books.allowed()).as("seed %s", seed).isEqualTo(all);
    // What a busy machine answers too late has timed out; nothing else may turn into anything else.
    for (Outcome outcome : Outcome.values()) {
      int difference = settled.getOrDefault(outcome, 0) - expected.getOrDefault(outcome, 0);
      if (outcome == Outcome.TIMEOUT) {
        assertThat(difference).as("%s, seed %s", outcome, seed).isNotNegative();
      } else {
        assertThat(difference).as("%s, seed %s", outcome, seed).isNotPositive();
      }
    }
    books.assertBalanced(enforcer.engine());
  }

  private static void play(ScriptedServer.Exchange exchange, ExecutorService serverThread)
      throws Exception {
    Map<?, ?> arguments = (Map<?, ?>) exchange.params().get("arguments");
    switch (Ending.valueOf((String) arguments.get("ending"))) {
      case OK -> exchange.result(ScriptedServer.text("ok"));
      case LATER -> serverThread.execute(() -> exchange.result(ScriptedServer.text("later")));
      case FAILURE -> exchange.result(ScriptedServer.failure("failed"));
      case ERROR -> exchange.error(-32000, "error", null);
      case BROKEN -> throw new java.io.IOException("broken");
      case SILENCE, LEAVE -> {}
    }
  }

  private void call(Agent agent, Random random) throws InterruptedException {
    int dice = random.nextInt(1_000);
    Ending ending =
        dice < 2
            ? Ending.SILENCE
            : dice < 100 && agent.client() instanceof McpAsyncClient
                ? Ending.LEAVE
                : Ending.values()[dice % 5];
    made.get(ending).incrementAndGet();
    CallToolRequest request = new CallToolRequest("run", Map.of("ending", ending.name()));
    if (ending == Ending.LEAVE) {
      leave((McpAsyncClient) agent.client(), request);
      return;
    }
    try {
      CallToolResult result = agent.call(request);
      assertThat(result.isError()).isEqualTo(ending == Ending.FAILURE);
    } catch (RuntimeException e) {
      Throwable thrown = Exceptions.unwrap(e);
      assertThat(
              thrown instanceof TimeoutException
                  || ending == Ending.ERROR && thrown instanceof McpError
                  || ending == Ending.BROKEN && thrown instanceof java.io.IOException)
          .as("%s: %s", ending, thrown)
          .isTrue();
    }
  }

  private static void leave(McpAsyncClient client, CallToolRequest request)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    reactor.core.Disposable call =
        PolicyEnforcer.cancellable(client.callTool(request))
            .doFinally(signal -> ended.countDown())
            .subscribe(result -> {}, error -> {});
    call.dispose();
    assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** Returns the names of threads that are neither the JVM's, nor the test's, nor Reactor's. */
  private static Set<String> strangeThreads() throws InterruptedException {
    Set<String> strange = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (!thread.isDaemon() && (name.startsWith("pool-") || name.contains("policy"))) {
        thread.join(10_000); // a pool says that it has ended a little before its last thread does
        if (thread.isAlive()) {
          strange.add(name);
        }
      }
    }
    return strange;
  }

  /** Every outcome but one is reached: what provably never left has tests of its own. */
  @org.junit.jupiter.api.Test
  void everyOutcomeIsMixedIn() {
    assertThat(Ending.values())
        .extracting(ending -> ending.outcome)
        .containsAll(
            List.of(Outcome.values()).stream().filter(o -> o != Outcome.NOT_SENT).toList());
  }
}
