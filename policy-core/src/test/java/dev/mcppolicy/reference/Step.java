package dev.mcppolicy.reference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a schedule. */
sealed interface Step {

  /** A call; its number is what a {@link Settlement} names it by. */
  record Call(
      int number,
      String tool,
      Map<String, @Nullable Object> args,
      @Nullable String grant,
      Map<String, @Nullable Object> caller,
      @Nullable String server,
      @Nullable String session,
      Answer answer)
      implements Step {}

  /** The end of a call, if it was allowed. */
  record Settlement(int call, Reply reply) implements Step {}

  /** Time passes. */
  record Advance(Duration time) implements Step {}

  /** A request for the list of these tools. */
  record Listing(List<String> names) implements Step {}
}
