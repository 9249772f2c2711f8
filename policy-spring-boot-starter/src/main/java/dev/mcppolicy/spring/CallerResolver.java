package dev.mcppolicy.spring;

import dev.mcppolicy.Caller;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Says who makes a call. A bean of this type is asked for each; without one, Spring Security is,
 * where it is on the class path.
 *
 * <p>Null says that it isn't known: such a caller is denied wherever a rule or a limit needs to
 * know. An exception denies the call.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface CallerResolver {

  /**
   * Returns who makes a call of a synchronous client. It is asked on the thread of whoever calls,
   * so that it may read a {@code ThreadLocal}.
   */
  @Nullable Caller onCallersThread();

  /**
   * Returns who makes a call of an asynchronous client, from the Reactor context of the call; null
   * unless overridden. It is asked on any thread: whoever reads a {@code ThreadLocal} here takes
   * one caller for another.
   */
  default @Nullable Caller inContext(ContextView context) {
    return null;
  }
}
