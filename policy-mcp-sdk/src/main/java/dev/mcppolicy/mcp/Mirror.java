package dev.mcppolicy.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Builds outer clients that say of themselves what the wrapped one says. What servers ask of a
 * client goes to the wrapped one; the outer needs handlers for it only to be built.
 */
final class Mirror {

  /**
   * The wrapped client's time-outs govern, so the outer has none: as long as an operator of Reactor
   * can wait.
   */
  private static final Duration FOR_EVER = Duration.ofDays(100 * 365);

  /** The wrapped client validates, if anybody asked for it. */
  private static final JsonSchemaValidator NO_VALIDATION =
      (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

  private Mirror() {}

  static McpSyncClient sync(
      Loopback loopback, Original original, Supplier<McpTransportContext> context) {
    McpClient.SyncSpec spec =
        McpClient.sync(loopback)
            .requestTimeout(FOR_EVER)
            .initializationTimeout(FOR_EVER)
            .jsonSchemaValidator(NO_VALIDATION)
            .clientInfo(original.info())
            .transportContextProvider(context);
    ClientCapabilities capabilities = original.capabilities();
    spec.capabilities(capabilities);
    if (capabilities.sampling() != null) {
      spec.sampling(
          request -> {
            throw unreachable();
          });
    }
    addElicitation(spec, McpClient.SyncSpec.class, capabilities);
    return spec.build();
  }

  static McpAsyncClient async(Loopback loopback, Original original) {
    McpClient.AsyncSpec spec =
        McpClient.async(loopback)
            .requestTimeout(FOR_EVER)
            .initializationTimeout(FOR_EVER)
            .jsonSchemaValidator(NO_VALIDATION)
            .clientInfo(original.info());
    ClientCapabilities capabilities = original.capabilities();
    spec.capabilities(capabilities);
    if (capabilities.sampling() != null) {
      spec.sampling(
          request -> {
            throw unreachable();
          });
    }
    addElicitation(spec, McpClient.AsyncSpec.class, capabilities);
    return spec.build();
  }

  /** What is elicited has another type in each line of the SDK, so the methods are looked up. */
  private static void addElicitation(Object spec, Class<?> type, ClientCapabilities capabilities) {
    if (capabilities.elicitation() != null) {
      addHandler(spec, type, "elicitation");
      if (capabilities.elicitation().url() != null) {
        addHandler(spec, type, "urlElicitation");
      }
    }
  }

  private static void addHandler(Object spec, Class<?> type, String name) {
    Function<Object, Object> handler =
        request -> {
          throw unreachable();
        };
    try {
      type.getMethod(name, Function.class).invoke(spec, handler);
    } catch (NoSuchMethodException e) {
      // A line of the SDK that doesn't know it doesn't ask for it either.
      return;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IllegalStateException unreachable() {
    return new IllegalStateException("the wrapped client answers its server");
  }
}
