package dev.mcppolicy.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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

  private CallArguments() {}

  static Arguments read(@Nullable String json) {
    if (json == null || json.isBlank()) {
      return Arguments.empty();
    }
    try {
      return copy(JSON.readValue(json, Object.class));
    } catch (StreamConstraintsException | StackOverflowError e) {
      return Arguments.invalid("the arguments are too long, or nested too deeply, to be read");
    } catch (JsonProcessingException e) {
      return Arguments.invalid("the arguments are not JSON, or name one key twice");
    }
  }

  private static Arguments copy(@Nullable Object read) {
    if (!(read instanceof Map<?, ?>)) {
      return Arguments.invalid("the arguments are JSON, but no object");
    }
    return isFinite(read)
        ? Arguments.freeze(read)
        : Arguments.invalid("a number of the arguments is too large");
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
