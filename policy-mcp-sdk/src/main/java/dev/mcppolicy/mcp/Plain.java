package dev.mcppolicy.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Arguments;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SetLevelRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.UnsubscribeRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes what goes out unjudged of texts, numbers, lists and the like. What writes itself as JSON
 * could end the object in which it stands, and begin another request.
 */
final class Plain {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Plain() {}

  /**
   * Returns what stands under {@code _meta}, frozen. What isn't plain is written as JSON and read
   * again.
   *
   * @throws IllegalArgumentException if that fails
   */
  static @Nullable Map<String, Object> meta(@Nullable Map<String, Object> meta) {
    return meta == null ? null : frozen(meta);
  }

  /**
   * Returns the parameters of a request or notification as they may be sent.
   *
   * @throws IllegalArgumentException if they hold what can't be
   */
  static @Nullable Object params(@Nullable Object params) {
    if (params == null
        || params instanceof SetLevelRequest
        || (params instanceof InitializeRequest initialize && initialize.meta() == null)) {
      return params;
    }
    if (params instanceof PaginatedRequest request) {
      return request.meta() == null
          ? request
          : new PaginatedRequest(request.cursor(), meta(request.meta()));
    }
    if (params instanceof ReadResourceRequest request) {
      return request.meta() == null
          ? request
          : new ReadResourceRequest(request.uri(), meta(request.meta()));
    }
    if (params instanceof SubscribeRequest request) {
      return request.meta() == null
          ? request
          : new SubscribeRequest(request.uri(), meta(request.meta()));
    }
    if (params instanceof UnsubscribeRequest request) {
      return request.meta() == null
          ? request
          : new UnsubscribeRequest(request.uri(), meta(request.meta()));
    }
    if (params instanceof GetPromptRequest request) {
      return new GetPromptRequest(request.name(), meta(request.arguments()), meta(request.meta()));
    }
    if (params instanceof CompleteRequest request) {
      return new CompleteRequest(
          request.ref(), request.argument(), meta(request.meta()), request.context());
    }
    return frozen(params);
  }

  @SuppressWarnings("NullAway") // the SDK doesn't say that the values may be null
  private static Map<String, Object> frozen(Object object) {
    Arguments frozen = object instanceof Map<?, ?> ? Arguments.freeze(object) : null;
    if (frozen == null || frozen.problem().isPresent()) {
      frozen = Arguments.freeze(readAgain(object));
    }
    if (frozen.problem().isPresent()) {
      throw new IllegalArgumentException(Messages.UNPLAIN);
    }
    return frozen.asMap();
  }

  private static Map<?, ?> readAgain(Object object) {
    try {
      return JSON.readValue(JSON.writeValueAsBytes(object), Map.class);
    } catch (JsonProcessingException | StackOverflowError e) {
      throw new IllegalArgumentException(Messages.UNPLAIN, e);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(Messages.UNPLAIN, e);
    }
  }
}
