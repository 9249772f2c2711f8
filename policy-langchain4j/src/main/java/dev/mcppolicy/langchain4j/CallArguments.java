package dev.mcppolicy.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mcppolicy.Arguments;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments that a model has written, and writes those that were judged.
 *
 * <p>LangChain4j hands on what the model has written, and its client reads it once more. So that
 * both read the same, the client is given what was judged, written anew: duplicate keys are
 * refused, and numbers with a fraction are doubles, as they are to the client.
 */
final class CallArguments {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What can't be copied as arguments, so that the call is none. */
  private static final Object NONE = "no object";

  private CallArguments() {}

  static Arguments read(@Nullable String json) {
    if (json == null || json.isBlank()) {
      return Arguments.empty();
    }
    try {
      Object read = JSON.readValue(json, Object.class);
      return Arguments.freeze(read != null && isFinite(read) ? read : NONE);
    } catch (JsonProcessingException | StackOverflowError e) {
      return Arguments.freeze(NONE);
    }
  }

  /** A number past the bounds of a double would be written as a text. */
  private static boolean isFinite(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return isFinite(map.values());
    }
    if (value instanceof Collection<?> list) {
      return list.stream().allMatch(CallArguments::isFinite);
    }
    return !(value instanceof Double number) || Double.isFinite(number);
  }

  static String write(Arguments arguments) {
    try {
      return JSON.writeValueAsString(arguments.asMap());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
