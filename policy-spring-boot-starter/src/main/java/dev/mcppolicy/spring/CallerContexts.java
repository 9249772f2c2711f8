package dev.mcppolicy.spring;

import dev.mcppolicy.Caller;
import dev.mcppolicy.mcp.CallContext;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries who calls from the caller's thread to the transport, where the call is judged.
 *
 * <p>The starter gives each synchronous client a transport context for that. An application that
 * gives its clients transport contexts of its own puts them around its own:
 *
 * <pre>{@code
 * @Bean
 * McpClientCustomizer<McpClient.SyncSpec> traces(CallerContexts callers) {
 *   return (name, spec) -> spec.transportContextProvider(callers.around(this::traceContext));
 * }
 * }</pre>
 *
 * <p>If it doesn't, its calls are those of a caller that isn't known.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class CallerContexts {

  private static final String CALLER = CallerContexts.class.getName();

  private final CallerResolver resolver;

  CallerContexts(CallerResolver resolver) {
    this.resolver = resolver;
  }

  /** Returns transport contexts that hold what the given ones hold, and who calls. */
  public Supplier<McpTransportContext> around(Supplier<McpTransportContext> own) {
    Objects.requireNonNull(own, "own");
    return () -> new Told(own.get(), tell());
  }

  /** Returns who calls, as it was told on the caller's thread or stands in the context. */
  @Nullable Caller callerOf(CallContext context) {
    if (context.transport().get(CALLER) instanceof Answer answer) {
      return answer.callerOrThrow();
    }
    return resolver.inContext(context.reactor());
  }

  /** An exception here would be one of the call, and frameworks repeat such calls. */
  private Answer tell() {
    try {
      return new Answer(resolver.onCallersThread(), null);
    } catch (RuntimeException | Error failure) {
      return new Answer(null, failure);
    }
  }

  /** What was answered on the caller's thread. */
  private record Answer(@Nullable Caller caller, @Nullable Throwable failure) {

    @Nullable Caller callerOrThrow() {
      if (failure != null) {
        throw new IllegalStateException(StarterMessages.CALLER_FAILED, failure);
      }
      return caller;
    }
  }

  /** A transport context that holds an answer too. */
  private record Told(McpTransportContext own, Answer answer) implements McpTransportContext {

    @Override
    public Object get(String key) {
      return key.equals(CALLER) ? answer : own.get(key);
    }
  }
}
