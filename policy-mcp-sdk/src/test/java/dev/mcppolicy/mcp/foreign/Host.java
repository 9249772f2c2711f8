package dev.mcppolicy.mcp.foreign;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** What a host tells its client, and what it hears through it from the server. Thread-safe. */
final class Host {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final BlockingQueue<ProgressNotification> progress = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> toolChanges = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> resourceChanges = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> prompts = new LinkedBlockingQueue<>();
  private final boolean offersMuch;

  private Host(boolean offersMuch) {
    this.offersMuch = offersMuch;
  }

  /** Returns a host that offers its server roots, a model and a person to ask. */
  static Host offeringMuch() {
    return new Host(true);
  }

  /** Returns a host that only listens. */
  static Host offeringNothing() {
    return new Host(false);
  }

  McpClient.SyncSpec configure(McpClient.SyncSpec client) {
    client
        .requestTimeout(TIMEOUT)
        .initializationTimeout(TIMEOUT)
        .clientInfo(new Implementation("mcp-policy-test", "1"))
        .progressConsumer(progress::add)
        .toolsChangeConsumer(tools -> toolChanges.add(namesOf(tools)))
        .resourcesChangeConsumer(resources -> resourceChanges.add(urisOf(resources)));
    if (offersMuch) {
      client
          .capabilities(capabilities())
          .roots(new Root("file:///app", "app"))
          .sampling(this::sample)
          .elicitation(Host::elicit);
    }
    return client;
  }

  McpClient.AsyncSpec configure(McpClient.AsyncSpec client) {
    client
        .requestTimeout(TIMEOUT)
        .initializationTimeout(TIMEOUT)
        .clientInfo(new Implementation("mcp-policy-test", "1"))
        .progressConsumer(event -> Mono.fromRunnable(() -> progress.add(event)))
        .toolsChangeConsumer(tools -> Mono.fromRunnable(() -> toolChanges.add(namesOf(tools))))
        .resourcesChangeConsumer(
            resources -> Mono.fromRunnable(() -> resourceChanges.add(urisOf(resources))));
    if (offersMuch) {
      client
          .capabilities(capabilities())
          .roots(new Root("file:///app", "app"))
          .sampling(request -> Mono.fromSupplier(() -> sample(request)))
          .elicitation(request -> Mono.fromSupplier(() -> elicit(request)));
    }
    return client;
  }

  private static ClientCapabilities capabilities() {
    return ClientCapabilities.builder().roots(true).sampling().elicitation().build();
  }

  private CreateMessageResult sample(CreateMessageRequest request) {
    String prompt = ((TextContent) request.messages().get(0).content()).text();
    prompts.add(prompt);
    return new CreateMessageResult(
        Role.ASSISTANT,
        new TextContent("I read: " + prompt),
        "test-model",
        CreateMessageResult.StopReason.END_TURN);
  }

  /** Accepts with the defaults that the server gives. */
  private static ElicitResult elicit(ElicitRequest request) {
    Map<String, Object> content = new LinkedHashMap<>();
    if (request.requestedSchema().get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> {
            if (property instanceof Map<?, ?> schema && schema.get("default") != null) {
              content.put(String.valueOf(name), schema.get("default"));
            }
          });
    }
    return new ElicitResult(ElicitResult.Action.ACCEPT, content);
  }

  private static List<String> namesOf(List<Tool> tools) {
    return tools.stream().map(Tool::name).toList();
  }

  private static List<String> urisOf(List<Resource> resources) {
    return resources.stream().map(Resource::uri).toList();
  }

  /** Returns the next report of progress; null if none comes. */
  ProgressNotification nextProgress() throws InterruptedException {
    return progress.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns the first list of tools of which something holds; null if none comes. */
  List<String> toolsOnce(Predicate<List<String>> condition) throws InterruptedException {
    return once(toolChanges, condition);
  }

  /** Returns the first list of resources of which something holds; null if none comes. */
  List<String> resourcesOnce(Predicate<List<String>> condition) throws InterruptedException {
    return once(resourceChanges, condition);
  }

  private static List<String> once(
      BlockingQueue<List<String>> changes, Predicate<List<String>> condition)
      throws InterruptedException {
    List<String> list = changes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    while (list != null && !condition.test(list)) {
      list = changes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
    return list;
  }

  /** Returns what the model was asked. */
  List<String> prompts() {
    return List.copyOf(prompts);
  }
}
