package dev.mcppolicy.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server that serves nobody from one that didn't do one thing. An agent can bring about the
 * second, by many calls or by a value that nobody can count; nothing is counted elsewhere for that.
 */
final class Absence {

  /** What a server says that serves nobody for now. */
  private static final List<String> SERVES_NOBODY =
      List.of(
          "LOADING ",
          "READONLY ",
          "MASTERDOWN ",
          "CLUSTERDOWN ",
          "NOREPLICAS ",
          "MISCONF ",
          "OOM ",
          "BUSY ");

  private Absence() {}

  /** Says whether a failure is that of all requests, and not of this one. */
  static boolean isShownBy(Throwable failure) {
    Throwable cause = RedisCounters.cause(failure);
    if (cause instanceof StoreUnavailableException unavailable) {
      Throwable said = unavailable.getCause();
      return !unavailable.answered() || (said != null && servesNobody(said));
    }
    return cause instanceof RedisCommandExecutionException
        ? servesNobody(cause)
        : cause instanceof RedisException
            || cause instanceof IOException
            || cause instanceof CancellationException;
  }

  private static boolean servesNobody(Throwable said) {
    @Nullable String message = said.getMessage();
    return message != null && SERVES_NOBODY.stream().anyMatch(message::contains);
  }
}
