package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** The SDK's own transports, to a server in another process and to one behind HTTP. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class RealServerTest {

  private static final String ALLOW = "{'version':'1','default':'allow'}";

  /** What is waited for in vain; neither a server nor the first of all clients starts in it. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final BlockingQueue<Outcome> settled = new LinkedBlockingQueue<>();

  /** Where a server runs. */
  enum Place {
    PROCESS,
    HTTP
  }

  /**
   * A server and a client of it.
   *
   * @param killing finds out how to kill the server
   */
  private record Connection(Agent agent, Supplier<Runnable> killing) {}

  static Stream<Arguments> seamsAndPlaces() {
    return Stream.of(Seam.values())
        .flatMap(seam -> Stream.of(Place.values()).map(place -> Arguments.of(seam, place)));
  }

  /** Loads what clients are made of, which takes seconds on a busy machine. */
  @BeforeAll
  static void warmUp() throws Exception {
    for (Seam seam : Seam.values()) {
      RealServerTest first = new RealServerTest();
      first.connect(seam, Place.HTTP, ALLOW).say("echo", Map.of("text", "first"));
      first.closeAll();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private PolicyEnforcer.Builder enforcer(String policy) {
    return PolicyEnforcer.builder(Policy.parse(policy.replace('\'', '"')))
        .listener(
            new DecisionListener() {
              @Override
              public void decided(DecisionEvent event) {}

              @Override
              public void settled(SettlementEvent event) {
                settled.add(event.outcome());
              }
            });
  }

  private Connection connect(Seam seam, Place place, PolicyEnforcer enforcer, Duration timeout) {
    if (place == Place.HTTP) {
      PlainServerOnHttp server = new PlainServerOnHttp();
      opened.push(server);
      Agent agent = seam.connect(enforcer, server.transport(), timeout);
      opened.push(agent::close);
      return new Connection(agent, () -> server::close);
    }
    McpClientTransport process = PlainServerProcess.transport();
    boolean isWrapped = seam == Seam.TRANSPORT || seam == Seam.ASYNC_TRANSPORT;
    Agent agent = seam.connect(enforcer, isWrapped ? process : new InOrder(process), timeout);
    opened.push(agent::close);
    return new Connection(agent, () -> processOf(agent)::destroyForcibly);
  }

  private static ProcessHandle processOf(Agent agent) {
    return ProcessHandle.of(Long.parseLong(agent.say("pid", Map.of()))).orElseThrow();
  }

  private Agent connect(Seam seam, Place place, String policy) {
    return connect(seam, place, enforcer(policy).build(), Seam.TIMEOUT).agent();
  }

  private Outcome nextOutcome() throws InterruptedException {
    return settled.poll(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void anAllowedCallIsAnsweredByTheServer(Seam seam, Place place) throws InterruptedException {
    Agent agent = connect(seam, place, ALLOW);

    assertThat(agent.say("echo", Map.of("text", "Grüße\n")).trim()).isEqualTo("Grüße");
    assertThat(nextOutcome()).isEqualTo(Outcome.OK);
    assertThat(agent.call("fail", Map.of()).isError()).isTrue();
    assertThat(nextOutcome()).isEqualTo(Outcome.FAILURE);
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void aDeniedCallNeverReachesTheServer(Seam seam, Place place) {
    Agent agent =
        connect(
            seam,
            place,
            "{'version':'1','default':'allow','tools':{'echo':{'deny_if':[{'conditions':"
                + "[{'path':'args.text','op':'eq','value':'no'}],'on_deny':'Not that.'}]}}}");

    assertThat(agent.say("echo", Map.of("text", "no"))).isEqualTo("[POLICY DENIED] Not that.");
    assertThat(agent.say("echo", Map.of("text", "yes"))).isEqualTo("yes");
    assertThat(agent.say("calls", Map.of())).isEqualTo("echo");
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void aHiddenToolIsNeitherListedNorCalled(Seam seam, Place place) {
    Agent agent = connect(seam, place, "{'version':'1','default':'allow','hide':['secret']}");

    assertThat(agent.tools()).contains("echo", "calls").doesNotContain("secret");
    assertThat(agent.call("secret", Map.of()).isError()).isTrue();
    assertThat(agent.say("calls", Map.of())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void aLimitLetsThroughWhatItSaysAndNoMore(Seam seam, Place place) {
    Agent agent =
        connect(
            seam,
            place,
            "{'version':'1','default':'allow','tools':{'echo':{'rate_limit':'3/hour'}}}");

    List<Boolean> denied =
        IntStream.range(0, 5)
            .mapToObj(call -> agent.call("echo", Map.of("text", "n")).isError())
            .toList();

    assertThat(denied).containsExactly(false, false, false, true, true);
    assertThat(agent.say("calls", Map.of())).isEqualTo("echo,echo,echo");
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void aCallThatIsNotAnsweredInTimeGivesItsSlotBack(Seam seam, Place place)
      throws InterruptedException {
    PolicyEnforcer enforcer =
        enforcer("{'version':'1','default':'allow','tools':{'*':{'concurrency':1}}}")
            .requestTimeout(SHORT)
            .build();
    Agent agent = connect(seam, place, enforcer, SHORT).agent();

    assertThatThrownBy(() -> agent.call("hang", Map.of()))
        .hasStackTraceContaining("TimeoutException");
    assertThat(nextOutcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(agent.say("echo", Map.of("text", "again"))).isEqualTo("again");
    assertThat(nextOutcome()).isEqualTo(Outcome.OK);
    assertThat(settled).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seamsAndPlaces")
  void aServerThatIsKilledDuringACallLeavesNothingTaken(Seam seam, Place place) throws Exception {
    PolicyEnforcer enforcer =
        enforcer("{'version':'1','default':'allow','tools':{'hang*':{'concurrency':1}}}")
            .requestTimeout(SHORT)
            .build();
    List<String> answers = // a process has no way to begin an answer
        place == Place.HTTP ? List.of("hang", "hang_midway") : List.of("hang");
    for (String tool : answers) {
      Connection connection = connect(seam, place, enforcer, SHORT);
      Agent agent = connection.agent();
      Runnable kill = connection.killing().get();
      ExecutorService other = Executors.newSingleThreadExecutor();
      opened.push(other::shutdownNow);
      CompletableFuture<CallToolResult> call =
          CompletableFuture.supplyAsync(() -> agent.call(tool, Map.of()), other);
      assertThat(agent.say("arrived", Map.of())).isEqualTo("Yes.");
      settled.clear();

      kill.run();

      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(nextOutcome()).isIn(Outcome.LOST, Outcome.TIMEOUT);
      assertThat(settled).isEmpty();
      Agent next = connect(seam, place, enforcer, SHORT).agent();
      assertThat(next.say("hang_not", Map.of())).isEqualTo("Done.");
      assertThat(nextOutcome()).isEqualTo(Outcome.OK);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void manyCallsAtOnceLoseNothingOnAWrappedTransport(Seam seam) throws Exception {
    int calls = 200;
    PolicyEnforcer enforcer =
        enforcer(
                "{'version':'1','default':'allow','tools':"
                    + "{'echo':{'rate_limit':'"
                    + calls
                    + "/hour'}}}")
            .build();
    Agent agent = connect(seam, Place.PROCESS, enforcer, Duration.ofSeconds(20)).agent();
    agent.tools();

    List<String> answers =
        agent.client() instanceof McpAsyncClient client
            ? Flux.range(0, calls)
                .flatMap(
                    n -> client.callTool(new CallToolRequest("echo", Map.of("text", "" + n))),
                    calls)
                .map(result -> Agent.textOf(result))
                .collectList()
                .block(Duration.ofSeconds(60))
            : inThreads(calls, n -> agent.say("echo", Map.of("text", "" + n)));

    assertThat(answers)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, calls).mapToObj(Integer::toString).toList());
    for (int n = 0; n < calls; n++) {
      assertThat(nextOutcome()).isEqualTo(Outcome.OK);
    }
    assertThat(agent.call("echo", Map.of("text", "one more")).isError()).isTrue();
    assertThat(agent.say("calls", Map.of()).split(",")).hasSize(calls);
  }

  private List<String> inThreads(int calls, IntFunction<String> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    opened.push(threads::shutdownNow);
    List<CompletableFuture<String>> answers =
        IntStream.range(0, calls)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> call.apply(n), threads))
            .toList();
    List<String> texts = new ArrayList<>();
    for (CompletableFuture<String> answer : answers) {
      texts.add(answer.get(60, TimeUnit.SECONDS));
    }
    return texts;
  }
}
