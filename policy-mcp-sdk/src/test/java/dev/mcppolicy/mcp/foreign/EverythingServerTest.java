package dev.mcppolicy.mcp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference server that has some of everything, with and without a policy before it. */
@Tag("foreign")
@Timeout(120)
class EverythingServerTest {

  private static final String NAME = "server-everything";

  /** The last of those that are registered once the server knows what the client offers. */
  private static final String LAST_TOOL = "simulate-research-query";

  private static Client connect(Way way, Policy policy, Host host) {
    return Servers.connect(way, policy, host, NAME, "stdio");
  }

  private static Policy policy(String document) {
    return Policy.parse(document.replace('\'', '"'));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE")
  void aPolicyThatAllowsEverythingChangesNothing(Way way) throws Exception {
    List<String> bare = transcript(Way.BARE);

    assertThat(transcript(way)).containsExactlyElementsOf(bare);
    assertThat(bare).anySatisfy(step -> assertThat(step).contains("I read: "));
    assertThat(bare).anySatisfy(step -> assertThat(step).contains("\"structuredContent\""));
  }

  private static List<String> transcript(Way way) throws Exception {
    Host host = Host.offeringMuch();
    Transcript seen = new Transcript().with("created at [^\"]*", "created at <time>");
    try (Client client = connect(way, Servers.ALLOW_EVERYTHING, host)) {
      seen.add("initialize", client::initialize);
      seen.add("tools have changed", () -> host.toolsOnce(tools -> tools.contains(LAST_TOOL)));
      seen.add("tools", client::listTools);
      call(seen, client, "echo", Map.of("message", "Grüße \" \\ \n"));
      call(seen, client, "echo", Map.of());
      call(seen, client, "no-such-tool", Map.of());
      call(seen, client, "get-sum", Map.of("a", 1, "b", 2.5));
      call(seen, client, "get-sum", Map.of("a", "one", "b", List.of()));
      call(seen, client, "get-tiny-image", Map.of());
      call(
          seen,
          client,
          "get-annotated-message",
          Map.of("messageType", "error", "includeImage", true));
      call(seen, client, "get-resource-links", Map.of("count", 3));
      call(seen, client, "get-resource-reference", Map.of("resourceType", "Text", "resourceId", 1));
      call(seen, client, "get-structured-content", Map.of("location", "Chicago"));
      call(seen, client, "get-structured-content", Map.of("location", "Nowhere"));
      call(seen, client, "trigger-sampling-request", Map.of("prompt", "Hello"));
      call(seen, client, "trigger-elicitation-request", Map.of());
      seen.add("sampled", host::prompts);
      progress(seen, client, host);
      roots(seen, client);
      resources(seen, client, host);
      prompts(seen, client);
      seen.add("level", () -> level(client));
    }
    return seen.steps();
  }

  private static void call(
      Transcript seen, Client client, String tool, Map<String, Object> arguments) {
    seen.add(tool, () -> client.call(tool, arguments));
  }

  private static void progress(Transcript seen, Client client, Host host)
      throws InterruptedException {
    seen.add(
        "progress",
        () ->
            client.call(
                new CallToolRequest(
                    "trigger-long-running-operation",
                    Map.of("duration", 0.2, "steps", 4),
                    Map.of("progressToken", "token-1"))));
    for (int step = 1; step <= 4; step++) {
      ProgressNotification progress = host.nextProgress();
      seen.add("step " + step, () -> progress);
    }
  }

  private static void roots(Transcript seen, Client client) {
    call(seen, client, "get-roots-list", Map.of());
    seen.add("root", () -> added(client, new Root("file:///more", "more")));
  }

  private static String added(Client client, Root root) {
    client.addRoot(root);
    return "added";
  }

  /** A tool makes a resource, which the server tells of. */
  private static void resources(Transcript seen, Client client, Host host) {
    seen.add("templates", client::listResourceTemplates);
    call(
        seen,
        client,
        "gzip-file-as-resource",
        Map.of("name", "a.gz", "data", "data:text/plain;base64,SGVsbG8="));
    String uri = "demo://resource/session/a.gz";
    seen.add("resources have changed", () -> host.resourcesOnce(uris -> uris.contains(uri)));
    seen.add("resources", client::listResources);
    seen.add("resource", () -> client.read(new ReadResourceRequest(uri)));
    seen.add("no resource", () -> client.read(new ReadResourceRequest("demo://no/such")));
  }

  private static void prompts(Transcript seen, Client client) {
    seen.add("prompts", client::listPrompts);
    seen.add(
        "prompt",
        () -> client.prompt(new GetPromptRequest("args-prompt", Map.of("city", "Berlin"))));
    seen.add("no prompt", () -> client.prompt(new GetPromptRequest("none", Map.of())));
    seen.add(
        "completion",
        () ->
            client.complete(
                new CompleteRequest(
                    new PromptReference("completable-prompt"),
                    new CompleteRequest.CompleteArgument("department", "S"))));
  }

  private static String level(Client client) {
    client.setLevel(LoggingLevel.WARNING);
    return "set";
  }

  @ParameterizedTest
  @EnumSource
  void manyCallsAtOnceAreAllAnswered(Way way) throws Exception {
    int calls = 200;
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try (Client client = connect(way, Servers.ALLOW_EVERYTHING, Host.offeringNothing())) {
      client.initialize();
      List<CompletableFuture<String>> answers =
          IntStream.range(0, calls)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> client.say("echo", Map.of("message", "" + n)), threads))
              .toList();
      List<String> said = new ArrayList<>();
      for (CompletableFuture<String> answer : answers) {
        said.add(answer.get(60, TimeUnit.SECONDS));
      }

      assertThat(said)
          .containsExactlyElementsOf(
              IntStream.range(0, calls).mapToObj(n -> "Echo: " + n).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BARE", "ASYNC_BARE"})
  void aPolicyThatForbidsKeepsTheRestAsItIs(Way way) throws Exception {
    Policy policy =
        policy(
            "{'version':'1','default':'deny','hide':['get-env'],'tools':{'echo':{},"
                + "'get-sum':{'limits':[{'window':'hour','max':1}]}}}");
    Host host = Host.offeringMuch();
    try (Client client = connect(way, policy, host)) {
      client.initialize();

      assertThat(client.tools()).contains("echo", "get-sum", LAST_TOOL).doesNotContain("get-env");
      assertThat(client.say("echo", Map.of("message", "still"))).isEqualTo("Echo: still");
      assertThat(client.say("get-env", Map.of())).startsWith("[POLICY DENIED]");
      assertThat(client.say("trigger-sampling-request", Map.of("prompt", "Spend")))
          .startsWith("[POLICY DENIED]");
      assertThat(host.prompts()).isEmpty();
      assertThat(client.say("get-sum", Map.of("a", 1, "b", 2))).contains("3");
      assertThat(client.say("get-sum", Map.of("a", 1, "b", 2))).startsWith("[POLICY DENIED]");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void aWrappedTransportAlsoDeniesWhatTheServerAsks(Way way) {
    Policy policy =
        policy(
            "{'version':'1','default':'allow','tools':{'sampling/createMessage':"
                + "{'action':'deny','reason':'No model for servers.'}}}");
    Host host = Host.offeringMuch();
    try (Client client = connect(way, policy, host)) {
      client.initialize();

      assertThat(client.say("trigger-sampling-request", Map.of("prompt", "Spend")))
          .contains("No model for servers.");
      assertThat(host.prompts()).isEmpty();
      assertThat(client.say("echo", Map.of("message", "on"))).isEqualTo("Echo: on");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void aWrappedTransportLeavesHiddenToolsOutOfChangesToo(Way way) throws Exception {
    Policy policy = policy("{'version':'1','default':'allow','hide':['get-*']}");
    Host host = Host.offeringMuch();
    try (Client client = connect(way, policy, host)) {
      client.initialize();

      assertThat(host.toolsOnce(tools -> tools.contains(LAST_TOOL)))
          .noneMatch(tool -> tool.startsWith("get-"));
    }
  }
}
