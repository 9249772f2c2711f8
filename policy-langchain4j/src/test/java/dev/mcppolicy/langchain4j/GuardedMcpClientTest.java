package dev.mcppolicy.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.McpException;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guarded client lets through, and what it doesn't. */
class GuardedMcpClientTest {

  private final ServerInMemory server = new ServerInMemory("run", "refund", "secret");
  private final List<Outcome> outcomes = new ArrayList<>();

  private static Policy policy(String text) {
    return Policy.parse(text.replace('\'', '"'));
  }

  private GuardedMcpClient guarded(String policy) {
    return GuardedMcpClient.builder(server.client(), engine(policy).build()).build();
  }

  private PolicyEngine.Builder engine(String policy) {
    return PolicyEngine.builder(policy(policy))
        .listener(
            new DecisionListener() {
              @Override
              public void decided(DecisionEvent event) {}

              @Override
              public void settled(SettlementEvent event) {
                outcomes.add(event.outcome());
              }
            });
  }

  private static ToolExecutionRequest request(String tool, String arguments) {
    return ToolExecutionRequest.builder().id("1").name(tool).arguments(arguments).build();
  }

  private static List<String> names(List<ToolSpecification> tools) {
    return tools.stream().map(ToolSpecification::name).toList();
  }

  @Test
  void hiddenToolsAreInNoList() {
    McpClient client = guarded("{'version':'1','default':'allow','hide':['secret']}");

    assertThat(names(client.listTools())).containsExactly("run", "refund");
    assertThat(names(client.listTools(null))).containsExactly("run", "refund");
  }

  @Test
  void aDenialIsAFailedResultThatSaysWhyAndNothingIsSent() {
    McpClient client =
        guarded(
            "{'version':'1','default':'allow','tools':{'refund':{'deny_if':[{'conditions':"
                + "[{'path':'args.amount','op':'gt','value':100}],'on_deny':'Ask a person.'}]}}}");

    ToolExecutionResult denied = client.executeTool(request("refund", "{\"amount\":500}"));

    assertThat(denied.isError()).isTrue();
    assertThat(denied.resultText()).isEqualTo("[POLICY DENIED] Ask a person.");
    assertThat(denied.attributes().get("dev.mcppolicy/decision").toString())
        .contains("code=deny_if_matched", "rule=/tools/refund/deny_if/0", "policy=sha256:");
    assertThat(client.executeTool(request("refund", "{\"amount\":5}"), null).resultText())
        .isEqualTo("Called with {\"amount\":5}");
    assertThat(server.received("tools/call")).hasSize(1);
    assertThat(outcomes).containsExactly(Outcome.OK);
  }

  @Test
  void theServerIsNamedByTheKeyOfTheClientOrByTheHost() {
    String policy =
        "{'version':'1','default':'allow','tools':{'*':{'require':[{'conditions':"
            + "[{'path':'server.name','op':'eq','value':'billing'}],'on_deny':'No.'}]}}}";
    PolicyEngine engine = engine(policy).build();

    assertThat(guarded(policy).executeTool(request("run", "{}")).isError()).isFalse();
    assertThat(
            GuardedMcpClient.builder(server.client(), engine)
                .server("shop")
                .build()
                .executeTool(request("run", "{}"))
                .isError())
        .isTrue();
  }

  /** The client reads what the model has written once more, and must not read something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"path\":\"/app\",\"path\":\"/etc\"}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"path\":\"/app\"} {}",
        "{\"path\":\"/app\"}x",
        "[]",
        "null",
        "7",
        "{\"n\":1e400}",
        "{\"n\":[-1e999]}",
        "{\"n\":NaN}",
        "{'path':'/app'}",
        "{\"path\":\"/app\",}",
        "{/**/\"path\":\"/app\"}",
        "\u0000",
        "{",
      })
  void argumentsThatAreNoObjectOrCouldBeReadInTwoWaysAreDenied(String arguments) {
    McpClient client = guarded("{'version':'1','default':'allow'}");

    ToolExecutionResult result = client.executeTool(request("run", arguments));

    assertThat(result.isError()).isTrue();
    assertThat(result.resultText()).startsWith("[POLICY DENIED]");
    assertThat(server.received("tools/call")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"path":"/app","path":"/etc"} | the arguments are not JSON, or name one key twice
          {'path':'/app'}               | the arguments are not JSON, or name one key twice
          []                            | the arguments are JSON, but no object
          null                          | the arguments are JSON, but no object
          {"n":1e400}                   | a number of the arguments is too large
          """)
  void theAgentHearsWhatIsWrongWithItsArguments(String arguments, String problem) {
    McpClient client = guarded("{'version':'1','default':'allow'}");

    assertThat(client.executeTool(request("run", arguments)).resultText())
        .isEqualTo("[POLICY DENIED] The call can't be judged: " + problem + ".");
  }

  @Test
  void deepArgumentsAreDenied() {
    McpClient client = guarded("{'version':'1','default':'allow'}");

    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);

    assertThat(client.executeTool(request("run", deep)).resultText())
        .isEqualTo(
            "[POLICY DENIED] The call can't be judged: the arguments are too long, or nested too"
                + " deeply, to be read.");
    assertThat(server.received("tools/call")).isEmpty();
  }

  @Test
  void whatWasJudgedIsWhatIsSent() {
    McpClient client =
        guarded(
            "{'version':'1','default':'allow','tools':{'run':{'require':[{'conditions':"
                + "[{'path':'args.n','op':'lte','value':1}],'on_deny':'Too much.'}]}}}");

    assertThat(
            client
                .executeTool(
                    request(
                        "run", "{\"n\":1.00000000000000000000001,\"\\u0073\":\"\\ud83d\\ude00\"}"))
                .isError())
        .isFalse();
    assertThat(server.received("tools/call").get(0).path("arguments").toString())
        .isEqualTo("{\"n\":1.0,\"s\":\"😀\"}");
    assertThat(client.executeTool(request("run", "{\"n\":1.0000000001}")).isError()).isTrue();
    assertThat(
            client.executeTool(request("run", "{\"n\":123456789012345678901234567890}")).isError())
        .isTrue();
  }

  @Test
  void aCallWithoutArgumentsHasNone() {
    McpClient client = guarded("{'version':'1','default':'allow'}");

    assertThat(client.executeTool(request("run", null)).isError()).isFalse();
    assertThat(client.executeTool(request("run", " ")).isError()).isFalse();
    assertThat(client.executeTool(request(null, "{}")).isError()).isTrue();
    assertThat(server.received("tools/call"))
        .extracting(call -> call.path("arguments").toString())
        .containsExactly("{}", "{}");
  }

  private static final String ONE_UNLESS_FAILED =
      "{'version':'1','default':'allow','tools':{'run':{'limits':[{'window':'hour','max':1,"
          + "'refund':'failure'}]}}}";

  @Test
  void aCallIsSettledByWhatBecameOfIt() {
    McpClient client = guarded(ONE_UNLESS_FAILED);

    server.on("tools/call", params -> ServerInMemory.text("Disk full.", true));
    assertThatThrownBy(() -> client.executeTool(request("run", "{}")))
        .hasMessageContaining("Disk full.");
    server.on("tools/call", params -> ServerInMemory.error(-32000));
    assertThatThrownBy(() -> client.executeTool(request("run", "{}"))).hasMessageContaining("No.");
    server.on("tools/call", params -> ServerInMemory.error(-32602));
    assertThatThrownBy(() -> client.executeTool(request("run", "{}"))).hasMessageContaining("No.");
    server.on("tools/call", params -> ServerInMemory.text("Done.", false));
    assertThat(client.executeTool(request("run", "{}")).isError()).isFalse();
    assertThat(client.executeTool(request("run", "{}")).isError()).isTrue();

    assertThat(outcomes).containsExactly(Outcome.FAILURE, Outcome.ERROR, Outcome.ERROR, Outcome.OK);
  }

  /** Whatever it is, the tool may have run. */
  @Test
  void aConnectionThatIsLostKeepsWhatTheCallTook() {
    for (Exception lost :
        List.of(
            new IOException("reset"),
            new RuntimeException("Unexpected status code: 502"),
            new IllegalStateException("closed"))) {
      server.on("tools/call", params -> CompletableFuture.failedFuture(lost));
      McpClient client = guarded(ONE_UNLESS_FAILED);
      assertThatThrownBy(() -> client.executeTool(request("run", "{}"))).isNotNull();
      assertThat(client.executeTool(request("run", "{}")).resultText())
          .startsWith("[POLICY DENIED]");
    }
    assertThat(outcomes).containsExactly(Outcome.LOST, Outcome.LOST, Outcome.LOST);
  }

  @Test
  void aCallThatIsNotAnsweredInTimeIsNoLongerInFlight() {
    server.on("tools/call", params -> new CompletableFuture<>());
    McpClient impatient =
        new DefaultMcpClient.Builder()
            .transport(server)
            .autoHealthCheck(false)
            .toolExecutionTimeout(Duration.ofMillis(1))
            .build();
    McpClient client =
        GuardedMcpClient.of(
            impatient,
            policy("{'version':'1','default':'allow','tools':{'run':{'concurrency':1}}}"));

    for (int call = 0; call < 3; call++) {
      assertThat(client.executeTool(request("run", "{}")).resultText())
          .isEqualTo("There was a timeout executing the tool");
    }
  }

  @Test
  void aRuleForTheListOfToolsIsObeyedAndNoToolIsNamedLikeARequest() {
    assertThatThrownBy(
            guarded("{'version':'1','default':'allow','tools':{'tools/list':{'action':'deny'}}}")
                ::listTools)
        .isInstanceOf(McpException.class);
    assertThat(server.received("tools/list")).isEmpty();

    ServerInMemory careless = new ServerInMemory("run", "resources/read");
    McpClient client =
        GuardedMcpClient.of(
            careless.client(),
            policy("{'version':'1','default':'deny','tools':{'run':{},'resources/read':{}}}"));
    assertThat(names(client.listTools())).containsExactly("run");
    assertThat(client.executeTool(request("resources/read", "{}")).resultText())
        .isEqualTo(
            "[POLICY DENIED] The tool resources/read has the name of a request of the protocol, for"
                + " which the rules of that name are, and is denied.");
    assertThat(careless.received("tools/call")).isEmpty();
  }

  @Test
  void aCallThatEndsInAnUndeclaredExceptionIsNoLongerInFlight() {
    McpClient failing = new FailingClient(server);
    McpClient client =
        GuardedMcpClient.of(
            failing, policy("{'version':'1','default':'allow','tools':{'run':{'concurrency':1}}}"));

    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(() -> client.executeTool(request("run", "{}")))
          .isInstanceOf(IOException.class);
    }
  }

  /** A client in a language that declares no exceptions. */
  private static final class FailingClient extends DefaultMcpClient {
    FailingClient(ServerInMemory server) {
      super(new Builder().transport(server).autoHealthCheck(false));
    }

    @Override
    public ToolExecutionResult executeTool(
        ToolExecutionRequest request, InvocationContext context) {
      return FailingClient.<RuntimeException, ToolExecutionResult>fail();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception, T> T fail() throws E {
      throw (E) new IOException("undeclared");
    }
  }

  @Test
  void aThreadThatIsInterruptedKeepsWhatTheCallTook() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    server.on(
        "tools/call",
        params -> {
          sent.countDown();
          return new CompletableFuture<>();
        });
    McpClient client = guarded(ONE_UNLESS_FAILED);
    Thread caller =
        new Thread(
            () ->
                assertThatThrownBy(() -> client.executeTool(request("run", "{}")))
                    .hasCauseInstanceOf(InterruptedException.class));
    caller.start();
    sent.await();
    caller.interrupt();
    caller.join();

    assertThat(outcomes).containsExactly(Outcome.CANCELLED);
    assertThat(client.executeTool(request("run", "{}")).isError()).isTrue();
  }

  @Test
  void whoCallsIsAskedOnTheCallersThreadWithTheContext() {
    PolicyEngine engine =
        PolicyEngine.builder(
                Policies.byGrant(Map.of("clerk", policy("{'version':'1','default':'allow'}"))))
            .build();
    McpClient client =
        GuardedMcpClient.builder(server.client(), engine)
            .callers(context -> context == null ? null : Caller.of((String) context.chatMemoryId()))
            .build();
    InvocationContext clerk = InvocationContext.builder().chatMemoryId("clerk").build();
    InvocationContext guest = InvocationContext.builder().chatMemoryId("guest").build();

    assertThat(client.executeTool(request("run", "{}"), clerk).isError()).isFalse();
    assertThat(client.executeTool(request("run", "{}"), guest).isError()).isTrue();
    assertThat(client.executeTool(request("run", "{}")).isError()).isTrue();
    assertThat(client.listTools(clerk)).hasSize(3);
    assertThat(client.listTools(guest)).isEmpty();
    assertThat(client.listTools()).isEmpty();
    assertThatThrownBy(() -> client.readResource("docs://a", guest))
        .isInstanceOf(McpException.class);
  }

  @Test
  void aHostThatFailsToSayWhoCallsDeniesEverything() {
    McpClient client =
        GuardedMcpClient.builder(
                server.client(), PolicyEngine.of(policy("{'version':'1','default':'allow'}")))
            .callers(
                context -> {
                  throw new IllegalStateException();
                })
            .build();

    assertThat(client.listTools()).isEmpty();
    assertThat(client.executeTool(request("run", "{}")).resultText())
        .isEqualTo("[POLICY DENIED] " + LangChain4jMessages.UNKNOWN_CALLER);
    assertThatThrownBy(() -> client.readResource("docs://a")).isInstanceOf(McpException.class);
    assertThat(server.received("resources/read")).isEmpty();
  }

  @Test
  void otherRequestsAreJudgedWhereThePolicyNamesThem() {
    McpClient free = guarded("{'version':'1','default':'deny','tools':{'run':{}}}");
    everyOtherRequest(free);
    McpClient bound =
        guarded(
            "{'version':'1','default':'deny','tools':{'resources/read':{'require':[{'conditions':"
                + "[{'path':'args.uri','op':'starts_with','value':'docs://'}],'on_deny':'No.'}]},"
                + "'prompts/get':{'require':[{'conditions':[{'path':'args.arguments.n','op':'eq',"
                + "'value':1}],'on_deny':'No.'}]},'resources/list':{'action':'deny'},"
                + "'resources/templates/list':{'action':'deny'},'prompts/list':{'action':'deny'},"
                + "'resources/subscribe':{'action':'deny'},"
                + "'resources/unsubscribe':{'action':'deny'}}}");

    assertThat(bound.readResource("docs://a").contents()).hasSize(1);
    assertThat(bound.getPrompt("greet", Map.of("n", 1)).messages()).isEmpty();
    int sent = server.received("resources/read").size();
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable denied :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> bound.readResource("file:///etc/passwd"),
            () -> bound.readResource("file:///etc/passwd", null),
            () -> bound.readResource(null),
            () -> bound.getPrompt("greet", Map.of("n", 2)),
            () -> bound.getPrompt("greet", null),
            bound::listResources,
            () -> bound.listResources(null),
            bound::listResourceTemplates,
            () -> bound.listResourceTemplates(null),
            bound::listPrompts,
            () -> bound.subscribeToResource("docs://a"),
            () -> bound.unsubscribeFromResource("docs://a"))) {
      assertThatThrownBy(denied)
          .isInstanceOfSatisfying(
              McpException.class, e -> assertThat(e.errorCode()).isEqualTo(-32001))
          .hasMessageContaining("[POLICY DENIED]");
    }
    assertThat(server.received("resources/read")).hasSize(sent);
  }

  private static void everyOtherRequest(McpClient client) {
    client.readResource("a://b");
    client.readResource("a://b", null);
    client.listResources();
    client.listResources(null);
    client.listResourceTemplates();
    client.listResourceTemplates(null);
    client.subscribeToResource("a://b");
    client.unsubscribeFromResource("a://b");
    client.listPrompts();
    client.getPrompt("greet", Map.of());
    client.checkHealth();
    client.setRoots(List.of());
    assertThat(client.key()).isEqualTo("billing");
    assertThat(client.instructions()).isNull();
  }

  /** A default method that isn't forwarded would answer for the client. */
  @Test
  void everyMethodOfAClientIsForwarded() {
    for (Method method : McpClient.class.getMethods()) {
      assertThat(
              Arrays.stream(GuardedMcpClient.class.getDeclaredMethods())
                  .filter(own -> own.getName().equals(method.getName()))
                  .filter(
                      own -> Arrays.equals(own.getParameterTypes(), method.getParameterTypes())))
          .as("%s", method)
          .isNotEmpty();
    }
  }

  private static final String ASK =
      "{'version':'1','default':'allow','tools':{'run':{'action':'require_approval'},"
          + "'resources/read':{'action':'require_approval'}}}";

  private McpClient approvedWith(Map<String, Object> other, boolean acceptingEdits) {
    PolicyEngine.Builder engine =
        engine(ASK)
            .approver(
                request ->
                    CompletableFuture.completedFuture(
                        Approver.Answer.approve(Arguments.freeze(other))));
    return GuardedMcpClient.builder(
            server.client(), (acceptingEdits ? engine.acceptEdits() : engine).build())
        .build();
  }

  @Test
  void aPersonWhoApprovesMayChangeTheArgumentsOfACall() {
    McpClient client = approvedWith(Map.of("n", 2), true);

    assertThat(client.executeTool(request("run", "{\"n\":1}")).resultText())
        .isEqualTo("Called with {\"n\":2}");
    assertThat(
            approvedWith(Map.of("n", 2), false).executeTool(request("run", "{\"n\":1}")).isError())
        .isTrue();
  }

  /** Another resource was approved than the one that would be read. */
  @Test
  void aRequestThatIsNoCallAndWasApprovedWithOtherArgumentsIsNotMade() {
    McpClient client = approvedWith(Map.of("uri", "docs://harmless"), true);

    assertThatThrownBy(() -> client.readResource("file:///etc/passwd"))
        .isInstanceOf(McpException.class)
        .hasMessageContaining("[POLICY DENIED] " + LangChain4jMessages.EDITED);
    assertThat(server.received("resources/read")).isEmpty();
    assertThat(outcomes).containsExactly(Outcome.NOT_SENT);
  }

  @Test
  void whatNobodyCanApproveIsDenied() {
    assertThat(guarded(ASK).executeTool(request("run", "{}")).isError()).isTrue();
    assertThatThrownBy(() -> guarded(ASK).readResource("docs://a"))
        .isInstanceOf(McpException.class);
  }

  @Test
  void aClientCanBeGuardedTwiceAndBothPoliciesHold() {
    McpClient client =
        GuardedMcpClient.of(
            guarded("{'version':'1','default':'allow','hide':['secret']}"),
            policy("{'version':'1','default':'allow','hide':['run']}"));

    assertThat(names(client.listTools())).containsExactly("refund");
    assertThat(client.executeTool(request("secret", "{}")).isError()).isTrue();
  }
}
