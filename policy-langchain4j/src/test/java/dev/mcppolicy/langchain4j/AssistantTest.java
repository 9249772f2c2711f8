package dev.mcppolicy.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.resourcesastools.DefaultMcpResourcesAsToolsPresenter;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.mcppolicy.Policy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole turn of a model that calls tools. */
class AssistantTest {

  interface Assistant {
    String chat(String text);
  }

  /** Says what it was told to say, and remembers what it was asked. */
  static final class ScriptedModel implements ChatModel {

    private final Deque<AiMessage> script = new ArrayDeque<>();
    private final List<ChatRequest> requests = new ArrayList<>();

    ScriptedModel calls(String tool, String arguments) {
      script.add(
          AiMessage.from(
              ToolExecutionRequest.builder()
                  .id("call-" + script.size())
                  .name(tool)
                  .arguments(arguments)
                  .build()));
      return this;
    }

    ScriptedModel says(String text) {
      script.add(AiMessage.from(text));
      return this;
    }

    List<String> offered() {
      return requests.get(0).toolSpecifications().stream().map(tool -> tool.name()).toList();
    }

    List<String> seen() {
      return requests.get(requests.size() - 1).messages().stream()
          .filter(ToolExecutionResultMessage.class::isInstance)
          .map(message -> ((ToolExecutionResultMessage) message).text())
          .toList();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      requests.add(request);
      return ChatResponse.builder().aiMessage(script.remove()).build();
    }
  }

  private static final String REFUNDS =
      """
      { "version": "1", "default": "allow", "hide": ["secret"],
        "tools": {
          "refund": { "deny_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 100 } ],
                                     "on_deny": "Refunds above 100 need a person." } ] },
          "resources/read": { "require": [ { "conditions": [
              { "path": "args.uri", "op": "starts_with", "value": "docs://" } ], "on_deny": "Documents only." } ] } } }
      """;

  private final ServerInMemory server = new ServerInMemory("run", "refund", "secret");
  private final ScriptedModel model = new ScriptedModel();

  @Test
  void aDeniedModelReadsWhyAndGoesOn() {
    McpClient guarded = GuardedMcpClient.of(server.client(), Policy.parse(REFUNDS));
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .toolProvider(McpToolProvider.builder().mcpClients(guarded).build())
            .build();
    model
        .calls("refund", "{\"amount\":500}")
        .calls("refund", "{\"amount\":80}")
        .says("I refunded 80.");

    assertThat(assistant.chat("Refund order 17.")).isEqualTo("I refunded 80.");
    assertThat(model.offered()).containsExactly("run", "refund");
    assertThat(model.seen())
        .containsExactly(
            "[POLICY DENIED] Refunds above 100 need a person.", "Called with {\"amount\":80}");
    assertThat(server.received("tools/call")).hasSize(1);
  }

  /** The tool that reads resources is one of LangChain4j, and asks the client. */
  @Test
  void resourcesThatAreReadByAToolAreJudged() {
    McpClient guarded = GuardedMcpClient.of(server.client(), Policy.parse(REFUNDS));
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .toolProvider(
                McpToolProvider.builder()
                    .mcpClients(guarded)
                    .resourcesAsToolsPresenter(
                        DefaultMcpResourcesAsToolsPresenter.builder().build())
                    .build())
            .build();
    model
        .calls("get_resource", "{\"mcpServer\":\"billing\",\"uri\":\"file:///etc/passwd\"}")
        .calls("get_resource", "{\"mcpServer\":\"billing\",\"uri\":\"docs://a\"}")
        .says("I read it.");

    assertThat(assistant.chat("Read it.")).isEqualTo("I read it.");
    assertThat(model.seen())
        .satisfiesExactly(
            denial -> assertThat(denial).contains("[POLICY DENIED] Documents only."),
            text -> assertThat(text).isEqualTo("A text."));
    assertThat(server.received("resources/read")).hasSize(1);
  }
}
