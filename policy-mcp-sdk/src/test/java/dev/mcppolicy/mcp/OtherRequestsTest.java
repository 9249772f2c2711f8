package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resources, prompts and completion, and what servers ask: judged where the policy names them. */
class OtherRequestsTest {

  private static final Policy NO_SECRETS =
      Policy.parse(
          """
          {"version": "1", "default": "allow", "tools": {
             "resources/*": { "deny_if": [ { "conditions": [
                { "path": "args.uri", "op": "starts_with", "value": "file:///etc/" } ],
                "on_deny": "Nothing of /etc." } ] },
             "prompts/get": { "deny_if": [ { "conditions": [
                { "path": "args.arguments.topic", "op": "eq", "value": "secrets" } ] } ] },
             "completion/complete": { "require": [ { "conditions": [
                { "path": "args.ref.name", "op": "eq", "value": "greet" },
                { "path": "args.argument.name", "op": "eq", "value": "whom" } ] } ] },
             "logging/setLevel": { "deny_if": [ { "conditions": [
                { "path": "args.level", "op": "eq", "value": "debug" } ] } ] },
             "sampling/createMessage": { "limits": [
                { "window": "lifetime", "max": 1, "refund": "never" } ] } } }
          """);

  private final ScriptedServer server =
      new ScriptedServer("run")
          .on(
              "resources/read",
              exchange ->
                  exchange.result(
                      Map.of(
                          "contents",
                          List.of(Map.of("uri", exchange.params().get("uri"), "text", "x")))))
          .on("resources/subscribe", exchange -> exchange.result(Map.of()))
          .on("prompts/get", exchange -> exchange.result(Map.of("messages", List.of())))
          .on(
              "completion/complete",
              exchange -> exchange.result(Map.of("completion", Map.of("values", List.of("Ada")))))
          .on("logging/setLevel", exchange -> exchange.result(Map.of()));

  /** The requests of either client, blocking. */
  private interface Client {

    Object read(String uri);

    void subscribe(String uri);

    Object prompt(Map<String, Object> arguments);

    Object complete(String prompt, String argument);

    void level(LoggingLevel level);
  }

  private Client client(Seam seam, PolicyEnforcer enforcer) {
    Object client = seam.connect(enforcer, server).client();
    if (client instanceof McpAsyncClient async) {
      return new Client() {
        @Override
        public Object read(String uri) {
          return async.readResource(new ReadResourceRequest(uri)).block();
        }

        @Override
        public void subscribe(String uri) {
          async.subscribeResource(new SubscribeRequest(uri)).block();
        }

        @Override
        public Object prompt(Map<String, Object> arguments) {
          return async.getPrompt(new GetPromptRequest("greet", arguments)).block();
        }

        @Override
        public Object complete(String prompt, String argument) {
          return async.completeCompletion(completion(prompt, argument)).block();
        }

        @Override
        public void level(LoggingLevel level) {
          async.setLoggingLevel(level).block();
        }
      };
    }
    McpSyncClient sync = (McpSyncClient) client;
    return new Client() {
      @Override
      public Object read(String uri) {
        return sync.readResource(new ReadResourceRequest(uri));
      }

      @Override
      public void subscribe(String uri) {
        sync.subscribeResource(new SubscribeRequest(uri));
      }

      @Override
      public Object prompt(Map<String, Object> arguments) {
        return sync.getPrompt(new GetPromptRequest("greet", arguments));
      }

      @Override
      public Object complete(String prompt, String argument) {
        return sync.completeCompletion(completion(prompt, argument));
      }

      @Override
      public void level(LoggingLevel level) {
        sync.setLoggingLevel(level);
      }
    };
  }

  private static CompleteRequest completion(String prompt, String argument) {
    return new CompleteRequest(
        new PromptReference(prompt), new CompleteRequest.CompleteArgument(argument, "A"));
  }

  private static void assertDenied(ThrowingCallable request, String message, String rule) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            McpError.class,
            error -> {
              assertThat(error.getJsonRpcError().code()).isEqualTo(-32001);
              assertThat(error.getJsonRpcError().message()).isEqualTo("[POLICY DENIED] " + message);
              assertThat(error.getJsonRpcError().data())
                  .asInstanceOf(InstanceOfAssertFactories.MAP)
                  .extractingByKey("dev.mcppolicy/decision", InstanceOfAssertFactories.MAP)
                  .containsEntry("rule", rule);
            });
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatThePolicyNamesIsJudgedByItsParameters(Seam seam) {
    Client client = client(seam, PolicyEnforcer.of(NO_SECRETS));

    assertDenied(
        () -> client.read("file:///etc/shadow"),
        "Nothing of /etc.",
        "/tools/resources~1*/deny_if/0");
    assertDenied(
        () -> client.subscribe("file:///etc/passwd"),
        "Nothing of /etc.",
        "/tools/resources~1*/deny_if/0");
    assertDenied(
        () -> client.prompt(Map.of("topic", "secrets")),
        "The policy forbids such a value of args.arguments.topic.",
        "/tools/prompts~1get/deny_if/0");
    assertDenied(
        () -> client.complete("greet", "password"),
        "The policy requires something of args.argument.name, args.ref.name that does not hold.",
        "/tools/completion~1complete/require/0");
    assertDenied(
        () -> client.level(LoggingLevel.DEBUG),
        "The policy forbids such a value of args.level.",
        "/tools/logging~1setLevel/deny_if/0");
    assertThat(server.received("resources/read")).isEmpty();
    assertThat(server.received("resources/subscribe")).isEmpty();
    assertThat(server.received("prompts/get")).isEmpty();
    assertThat(server.received("completion/complete")).isEmpty();
    assertThat(server.received("logging/setLevel")).isEmpty();

    assertThat(client.read("file:///app/a")).isNotNull();
    client.subscribe("file:///app/a");
    assertThat(client.prompt(Map.of("topic", "weather"))).isNotNull();
    assertThat(client.complete("greet", "whom")).isNotNull();
    client.level(LoggingLevel.INFO);
    assertThat(server.received("prompts/get"))
        .extracting(message -> message.get("params"))
        .containsExactly(Map.of("name", "greet", "arguments", Map.of("topic", "weather")));
    assertThat(server.received("completion/complete"))
        .extracting(message -> message.get("params"))
        .containsExactly(
            Map.of(
                "ref", Map.of("type", "ref/prompt", "name", "greet"),
                "argument", Map.of("name", "whom", "value", "A")));
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatThePolicyDoesntNameGoesItsWay(Seam seam) {
    Client client =
        client(
            seam,
            PolicyEnforcer.of(
                Policy.parse(
                    "{\"version\":\"1\",\"default\":\"deny\",\"hide\":[\"*\"],\"tools\":{}}")));

    assertThat(client.read("file:///etc/shadow")).isNotNull();
    assertThat(client.prompt(null)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void theArgumentsOfAPromptAreSentAsTheyWereJudged(Seam seam) {
    Map<String, Object> arguments = new HashMap<>(Map.of("topic", "weather"));
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.allowByDefault()
                    .tool("prompts/get", tool -> tool.requireApproval("Ask."))
                    .build())
            .approver(
                request -> {
                  arguments.put("topic", "secrets");
                  return java.util.concurrent.CompletableFuture.completedFuture(
                      dev.mcppolicy.Approver.Answer.APPROVE);
                })
            .build();

    client(seam, enforcer).prompt(arguments);

    assertThat(server.received("prompts/get"))
        .extracting(message -> message.get("params"))
        .containsExactly(Map.of("name", "greet", "arguments", Map.of("topic", "weather")));
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatIsNoToolCallIsNotSentWithOtherArguments(Seam seam) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.allowByDefault()
                    .tool(
                        "prompts/get",
                        tool -> tool.requireApproval("Ask.").limit(Limit.of(1, "day")))
                    .build())
            .approver(
                request ->
                    CompletableFuture.completedFuture(
                        Approver.Answer.approve(Arguments.freeze(Map.of("name", "other")))))
            .build();
    Client client = client(seam, enforcer);

    for (int i = 0; i < 2; i++) { // the second says the same: what the first took was given back
      assertThatThrownBy(() -> client.prompt(Map.of("topic", "weather")))
          .hasMessageContaining(
              "[POLICY DENIED] Approval was given for other arguments, and this request can't be"
                  + " sent with these.");
    }
    assertThat(server.received("prompts/get")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void argumentsOfAPromptThatCantBeReadOnceAreNotReadAgain(Seam seam) {
    Map<String, Object> moody =
        new HashMap<>(Map.of("topic", "weather")) {
          private static final long serialVersionUID = 1;
          private transient boolean asked;

          @Override
          public java.util.Set<Map.Entry<String, Object>> entrySet() {
            if (!asked) {
              asked = true;
              throw new IllegalStateException("not now");
            }
            return super.entrySet();
          }
        };
    Client client = client(seam, PolicyEnforcer.of(NO_SECRETS));

    assertThatThrownBy(() -> client.prompt(moody))
        .isInstanceOf(McpError.class)
        .hasMessageContaining("[POLICY DENIED] The call can't be judged");
    assertThat(server.received("prompts/get")).isEmpty();
  }

  @Test
  void whatTheServerAsksIsJudgedOnAWrappedTransport() {
    McpSyncClient client =
        McpClient.sync(PolicyEnforcer.wrap(server, NO_SECRETS))
            .jsonSchemaValidator(Seam.VALID)
            .capabilities(ClientCapabilities.builder().roots(true).sampling().build())
            .sampling(
                request -> {
                  throw new IllegalStateException("asked");
                })
            .build();
    client.initialize();

    Map<String, Object> question = Map.of("messages", List.of(), "maxTokens", 10);
    server.asks("sampling/createMessage", "s1", question);
    server.asks("sampling/createMessage", "s2", question);
    server.asks("roots/list", "r1", null);

    assertThat(answerTo("s1").toString()).contains("asked");
    assertThat(answerTo("s2"))
        .extractingByKey("error", InstanceOfAssertFactories.MAP)
        .containsEntry("code", -32001)
        .hasEntrySatisfying(
            "message",
            message ->
                assertThat(message)
                    .isEqualTo(
                        "[POLICY DENIED] Limit reached: at most 1 in all. Waiting does not help."));
    assertThat(answerTo("r1")).containsKey("result");
    assertThatCode(client::ping).doesNotThrowAnyException();
  }

  @Test
  void whatTheServerAsksIsNobodysCallAndGoesItsWayIfThePolicyDoesntNameIt() {
    McpSyncClient client =
        McpClient.sync(
                PolicyEnforcer.builder(NO_SECRETS)
                    .callers(context -> dev.mcppolicy.Caller.of(context.reactor().get("user")))
                    .build()
                    .wrap(server))
            .jsonSchemaValidator(Seam.VALID)
            .capabilities(ClientCapabilities.builder().roots(true).sampling().build())
            .sampling(
                request -> {
                  throw new IllegalStateException("asked");
                })
            .build();
    client.initialize();

    server.asks("roots/list", "r1", null);
    server.asks("sampling/createMessage", "s1", Map.of("messages", List.of(), "maxTokens", 10));

    assertThat(answerTo("r1")).containsKey("result");
    assertThat(answerTo("s1").toString())
        .contains("A limit counts by grant, and the host names none.");
  }

  /** Waits for it: a client that blocks answers on a thread of its own. */
  private Map<String, Object> answerTo(String id) {
    return server.awaits(message -> id.equals(message.get("id")) && !message.containsKey("method"));
  }
}
