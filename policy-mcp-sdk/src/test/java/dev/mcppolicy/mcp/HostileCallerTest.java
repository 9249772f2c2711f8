package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteReference;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** Whatever a caller hands over: no call goes out unjudged, or with other arguments than judged. */
class HostileCallerTest {

  private static final Policy ONLY_SAFE =
      Policy.parse(
          """
          {"version": "1", "default": "deny", "tools": {
            "run": {"allowed_args": ["path"], "require": [
              {"conditions": [{"path": "args.path", "op": "eq", "value": "/safe"}]}]},
            "pay": {"allowed_args": ["n"], "require": [
              {"conditions": [{"path": "args.n", "op": "lte", "value": 10}]}]},
            "prompts/get": {"require": [
              {"conditions": [{"path": "args.arguments", "op": "eq",
                               "value": {"path": "/safe"}}]}]},
            "completion/complete": {"require": [
              {"conditions": [{"path": "args.ref.name", "op": "eq", "value": "safe",
                               "optional": true},
                              {"path": "args.ref.uri", "op": "eq", "value": "safe",
                               "optional": true},
                              {"path": "args.context.arguments.path", "op": "eq", "value": "/safe",
                               "optional": true}]}]}}}
          """);

  private final ScriptedServer server =
      new ScriptedServer("run", "pay")
          .on("prompts/get", exchange -> exchange.result(Map.of("messages", List.of())))
          .on(
              "completion/complete",
              exchange -> exchange.result(Map.of("completion", Map.of("values", List.of()))));

  private final PolicyEnforcer enforcer = PolicyEnforcer.of(ONLY_SAFE);

  /** A map that holds something else each time it is looked at, and begins harmlessly. */
  private static final class Shifting extends AbstractMap<String, Object> {

    private final AtomicInteger looks = new AtomicInteger();
    private final int harmless;

    Shifting(int harmless) {
      this.harmless = harmless;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      String value = looks.getAndIncrement() < harmless ? "/safe" : "/etc/shadow";
      return Map.<String, Object>of("path", value).entrySet();
    }
  }

  /** A list whose only element is another one each time. */
  private static final class ShiftingList extends AbstractList<Object> {

    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Object get(int index) {
      return looks.getAndIncrement() == 0 ? "/safe" : "/etc/shadow";
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** A number that is small for whoever compares it, and big for whoever prints it. */
  private static final class TwoFaced extends BigDecimal {

    private static final long serialVersionUID = 1;

    TwoFaced() {
      super("1");
    }

    @Override
    public String toString() {
      return "1000000";
    }

    @Override
    public String toPlainString() {
      return "1000000";
    }

    @Override
    public BigInteger unscaledValue() {
      return BigInteger.valueOf(1_000_000);
    }
  }

  /** The same among whole numbers. */
  private static final class TwoFacedInteger extends BigInteger {

    private static final long serialVersionUID = 1;

    TwoFacedInteger() {
      super("1");
    }

    @Override
    public String toString() {
      return "1000000";
    }

    @Override
    public String toString(int radix) {
      return "1000000";
    }

    @Override
    public byte[] toByteArray() {
      return BigInteger.valueOf(1_000_000).toByteArray();
    }
  }

  private static Map<String, Object> cyclic() {
    Map<String, Object> map = new HashMap<>();
    map.put("path", map);
    return map;
  }

  private static Map<String, Object> deep() {
    Map<String, Object> map = new HashMap<>(Map.of("path", "/safe"));
    for (int i = 0; i < 100_000; i++) {
      map = new HashMap<>(Map.of("path", map));
    }
    return map;
  }

  private static Map<String, Object> throwing(Throwable failure) {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, Object>> entrySet() {
        throw HostileCallerTest.<RuntimeException>sneaky(failure);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Stream<Supplier<Map<String, Object>>> hostileArguments() {
    List<Supplier<Map<String, Object>>> all = new ArrayList<>();
    for (int harmless = 0; harmless < 6; harmless++) {
      int looks = harmless;
      all.add(() -> new Shifting(looks));
    }
    all.add(() -> Map.of("path", new ShiftingList()));
    all.add(() -> Map.of("path", new StringBuilder("/safe")));
    all.add(() -> Map.of("path", new char[] {'/', 's', 'a', 'f', 'e'}));
    all.add(() -> Map.of("path", "/safe", "other", 1));
    all.add(() -> Map.of("path", "/safe\u0000"));
    all.add(() -> Map.of("path", "/safe\ud800"));
    all.add(() -> Map.of("path\ud800", "/safe"));
    all.add(() -> (Map) Collections.singletonMap(null, "/safe"));
    all.add(() -> Collections.singletonMap("path", null));
    all.add(() -> (Map) Map.of(7, "/safe"));
    all.add(() -> (Map) Map.of("path", "/safe", 7, "/etc"));
    all.add(HostileCallerTest::cyclic);
    all.add(HostileCallerTest::deep);
    all.add(() -> throwing(new IllegalStateException("x")));
    all.add(() -> throwing(new java.io.IOException("x")));
    all.add(() -> throwing(new StackOverflowError()));
    all.add(() -> throwing(new NoClassDefFoundError("x")));
    all.add(() -> null);
    all.add(Map::of);
    return all.stream();
  }

  private Agent connected(Seam seam) {
    Agent agent = seam.connect(enforcer, server);
    agent.list();
    return agent;
  }

  @ParameterizedTest
  @EnumSource
  void noArgumentsGoOutThatTheRuleForbids(Seam seam) {
    Agent agent = connected(seam);
    int[] denied = {0};
    hostileArguments()
        .forEach(
            arguments -> {
              server.forgetReceived();
              if (agent.call("run", arguments.get()).isError()) {
                denied[0]++;
                assertThat(server.received()).isEmpty();
              } else {
                assertThat(server.calls())
                    .containsExactly(Map.of("name", "run", "arguments", Map.of("path", "/safe")));
              }
            });
    assertThat(denied[0]).isPositive();
    assertThat(agent.call("run", Map.of("path", "/safe")).isError()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void noNumberGoesOutThatIsBiggerThanJudged(Seam seam) {
    Agent agent = connected(seam);
    AtomicInteger counting =
        new AtomicInteger(1) {
          private static final long serialVersionUID = 1;

          @Override
          public int intValue() {
            return getAndAdd(1_000_000);
          }

          @Override
          public double doubleValue() {
            return getAndAdd(1_000_000);
          }
        };
    for (Object number :
        Arrays.asList(
            new TwoFaced(),
            new TwoFacedInteger(),
            counting,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            "1e9",
            List.of(1, 1_000_000),
            true)) {
      server.forgetReceived();
      CallToolRequest request = new CallToolRequest("pay", Map.of("n", number));
      if (agent.call(request).isError()) {
        assertThat(server.received()).isEmpty();
      } else {
        @SuppressWarnings("unchecked")
        Map<String, Object> sent = (Map<String, Object>) server.calls().get(0).get("arguments");
        assertThat(new BigDecimal(String.valueOf(sent.get("n")))).isLessThan(BigDecimal.TEN);
      }
    }
  }

  /** The number that goes out is the number that was judged, to the last digit. */
  @ParameterizedTest
  @EnumSource
  void numbersGoOutExactly(Seam seam) {
    Agent agent = connected(seam);
    for (Object number :
        List.of(1, 10L, 9.5, 0.1f, new BigDecimal("9.999999999999999999999"), BigInteger.TWO)) {
      server.forgetReceived();
      assertThat(agent.call("pay", Map.of("n", number)).isError()).as("%s", number).isFalse();
      assertThat(String.valueOf(argumentsOfTheOnlyCall().get("n")))
          .isEqualTo(String.valueOf(number));
    }
  }

  private Map<?, ?> argumentsOfTheOnlyCall() {
    assertThat(server.calls()).hasSize(1);
    return (Map<?, ?>) server.calls().get(0).get("arguments");
  }

  @ParameterizedTest
  @EnumSource
  void aCallWithoutANameIsDenied(Seam seam) {
    Agent agent = seam.connect(PolicyEnforcer.of(allowAll()), server);
    agent.list();
    server.forgetReceived();

    for (String name : Arrays.asList(null, "", "\ud800")) {
      Throwable unused =
          catchThrowable(
              () -> assertThat(agent.call(new CallToolRequest(name, Map.of())).isError()).isTrue());
      assertThat(server.received()).isEmpty();
    }
  }

  private static Policy allowAll() {
    return Policy.parse("{\"version\":\"1\",\"default\":\"allow\"}");
  }

  // Other requests

  private static void getPrompt(Agent agent, Map<String, Object> arguments) {
    GetPromptRequest request = new GetPromptRequest("p", arguments);
    if (agent.client() instanceof McpSyncClient client) {
      client.getPrompt(request);
    } else {
      ((McpAsyncClient) agent.client()).getPrompt(request).block();
    }
  }

  private static void complete(Agent agent, CompleteRequest request) {
    if (agent.client() instanceof McpSyncClient client) {
      client.completeCompletion(request);
    } else {
      ((McpAsyncClient) agent.client()).completeCompletion(request).block();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPromptIsAskedForThatTheRuleForbids(Seam seam) {
    Agent agent = seam.connect(enforcer, server);
    hostileArguments()
        .forEach(
            arguments -> {
              server.forgetReceived();
              Throwable unused = catchThrowable(() -> getPrompt(agent, arguments.get()));
              assertThat(server.received("prompts/get"))
                  .allSatisfy(
                      message ->
                          assertThat(message.get("params"))
                              .isEqualTo(
                                  Map.of("name", "p", "arguments", Map.of("path", "/safe"))));
            });
    server.forgetReceived();
    getPrompt(agent, Map.of("path", "/safe"));
    assertThat(server.received("prompts/get")).hasSize(1);
  }

  /** Makes somebody's own kind of a thing; null where the SDK knows that there can be no other. */
  private static <T> @Nullable T ownKindOf(Class<T> type, InvocationHandler behaviour) {
    return type.isSealed()
        ? null
        : type.cast(
            Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
  }

  @ParameterizedTest
  @EnumSource
  void noCompletionIsAskedForThatTheRuleForbids(Seam seam) {
    Agent agent = seam.connect(enforcer, server);
    CompleteRequest.CompleteArgument argument =
        new CompleteRequest.CompleteArgument("name", "value");
    McpSchema.PromptReference safe = new McpSchema.PromptReference("safe");
    agent.list();
    server.forgetReceived();

    AtomicInteger looks = new AtomicInteger();
    CompleteReference shifting =
        ownKindOf(
            CompleteReference.class,
            (self, method, parameters) -> looks.getAndIncrement() < 2 ? "safe" : "secret");
    if (shifting != null) {
      assertThatThrownBy(() -> complete(agent, new CompleteRequest(shifting, argument)))
          .hasMessageContaining("POLICY DENIED");
      assertThat(server.received()).isEmpty();
    }
    hostileArguments()
        .forEach(
            arguments -> {
              server.forgetReceived();
              @SuppressWarnings({"unchecked", "rawtypes"})
              Map<String, String> texts = (Map) arguments.get();
              Throwable refused =
                  catchThrowable(
                      () ->
                          complete(
                              agent,
                              new CompleteRequest(
                                  safe,
                                  argument,
                                  null,
                                  new CompleteRequest.CompleteContext(texts))));
              assertThat(server.received("completion/complete"))
                  .allSatisfy(
                      message ->
                          assertThat(String.valueOf(message))
                              .contains("safe")
                              .doesNotContain("secret", "etc"));
              assertThat(refused == null).isEqualTo(server.received().size() == 1);
            });
    server.forgetReceived();
    complete(agent, new CompleteRequest(safe, argument));
    assertThat(server.received("completion/complete")).hasSize(1);
  }

  // Messages that no client of the SDK sends

  /** What holds a wrapped transport in its hands may send whatever it likes. */
  @ParameterizedTest
  @EnumSource(names = "TRANSPORT")
  void noRawMessageIsAToolCallThatNobodyJudged(Seam seam) {
    McpClientTransport transport = enforcer.wrap(server);
    List<JSONRPCMessage> heard = new CopyOnWriteArrayList<>();
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    Map<String, Object> secret = Map.of("name", "run", "arguments", Map.of("path", "/etc/shadow"));
    List<JSONRPCMessage> messages = new ArrayList<>();
    for (Object params : Arrays.asList(secret, List.of(secret), "run", null)) {
      for (String method :
          List.of("tools/call", "Tools/Call", "TOOLS/CALL", " tools/call", "tools/call\n")) {
        messages.add(new JSONRPCRequest("2.0", method, "id-" + messages.size(), params));
        messages.add(new JSONRPCNotification("2.0", method, params));
      }
    }
    messages.add(
        new JSONRPCRequest(
            "2.0", "tools/call", "typed", new CallToolRequest("run", Map.of("path", "/etc"))));

    JSONRPCMessage own =
        ownKindOf(JSONRPCMessage.class, (self, method, parameters) -> "tools/call");
    if (own != null) {
      assertThatThrownBy(() -> transport.sendMessage(own).block())
          .hasMessage(Messages.UNKNOWN_MESSAGE);
    }

    for (JSONRPCMessage message : messages) {
      Throwable unused = catchThrowable(() -> transport.sendMessage(message).block());
    }

    assertThat(server.received()).isEmpty();
  }

  /** One message that is sent again is another call, and judged as such. */
  @ParameterizedTest
  @EnumSource(names = "TRANSPORT")
  void aMessageThatIsSentAgainIsJudgedAgain(Seam seam) {
    Map<String, Object> arguments = new HashMap<>(Map.of("path", "/safe"));
    McpClientTransport transport = enforcer.wrap(server);
    transport.connect(messages -> messages).block();
    Mono<Void> sending =
        transport.sendMessage(
            new JSONRPCRequest("2.0", "tools/call", "1", new CallToolRequest("run", arguments)));

    sending.block();
    arguments.put("path", "/etc/shadow");
    sending.block();

    assertThat(server.calls())
        .containsExactly(Map.of("name", "run", "arguments", Map.of("path", "/safe")));
  }
}
