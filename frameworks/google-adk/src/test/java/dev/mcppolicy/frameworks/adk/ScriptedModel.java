package dev.mcppolicy.frameworks.adk;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model that says what it was told to say, and remembers what it was asked. */
final class ScriptedModel extends BaseLlm {

  private final Deque<Part> script = new ArrayDeque<>();
  private final List<LlmRequest> requests = new CopyOnWriteArrayList<>();

  ScriptedModel() {
    super("scripted");
  }

  /** Calls a tool next. */
  ScriptedModel calls(String tool, Map<String, Object> arguments) {
    script.add(Part.fromFunctionCall(tool, arguments));
    return this;
  }

  /** Says something next. */
  ScriptedModel says(String text) {
    script.add(Part.fromText(text));
    return this;
  }

  /** Returns how often the model was asked. */
  int turns() {
    return requests.size();
  }

  /** Returns the names of the tools that the model was offered. */
  List<String> offered() {
    return List.copyOf(requests.get(0).tools().keySet());
  }

  /** Returns the results of tools that the model saw when it was last asked. */
  List<Map<String, Object>> seen() {
    return requests.get(requests.size() - 1).contents().stream()
        .flatMap(content -> content.parts().orElse(List.of()).stream())
        .map(Part::functionResponse)
        .flatMap(Optional::stream)
        .map(FunctionResponse::response)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
    return Flowable.defer(
        () -> {
          requests.add(request);
          Content content = Content.builder().role("model").parts(List.of(script.remove())).build();
          return Flowable.just(LlmResponse.builder().content(content).build());
        });
  }

  @Override
  public BaseLlmConnection connect(LlmRequest request) {
    throw new UnsupportedOperationException("this model has no live connection");
  }
}
