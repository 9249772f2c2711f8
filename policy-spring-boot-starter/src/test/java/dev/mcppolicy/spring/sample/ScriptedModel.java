package dev.mcppolicy.spring.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

/** A model that says what it was told to say, and remembers what it was asked. */
@SuppressWarnings("removal")
final class ScriptedModel implements ChatModel {

  private final Deque<AssistantMessage> script = new ArrayDeque<>();
  private final List<Prompt> prompts = new CopyOnWriteArrayList<>();

  /** Calls a tool next. */
  ScriptedModel calls(String tool, String arguments) {
    ToolCall call = new ToolCall("call-" + script.size(), "function", tool, arguments);
    script.add(AssistantMessage.builder().content("").toolCalls(List.of(call)).build());
    return this;
  }

  /** Says something next. */
  ScriptedModel says(String text) {
    script.add(new AssistantMessage(text));
    return this;
  }

  /** Returns how often the model was asked. */
  int turns() {
    return prompts.size();
  }

  /** Returns the names of the tools that the model was offered. */
  List<String> offered() {
    return ((ToolCallingChatOptions) prompts.get(0).getOptions())
        .getToolCallbacks().stream().map(tool -> tool.getToolDefinition().name()).toList();
  }

  /** Returns the results of tools that the model saw when it was last asked. */
  List<String> seen() {
    return prompts.get(prompts.size() - 1).getInstructions().stream()
        .filter(ToolResponseMessage.class::isInstance)
        .flatMap(message -> ((ToolResponseMessage) message).getResponses().stream())
        .map(ToolResponseMessage.ToolResponse::responseData)
        .toList();
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    prompts.add(prompt);
    return new ChatResponse(List.of(new Generation(script.remove())));
  }

  @Override
  public Flux<ChatResponse> stream(Prompt prompt) {
    return Flux.defer(() -> Flux.just(call(prompt)));
  }

  /** What Spring AI 2 asks for. */
  public ChatOptions getOptions() {
    return ToolCallingChatOptions.builder().build();
  }

  /** What Spring AI 1 asks for. */
  @Override
  public ChatOptions getDefaultOptions() {
    return getOptions();
  }
}
