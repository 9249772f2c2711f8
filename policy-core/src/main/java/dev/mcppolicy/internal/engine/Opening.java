package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands when nothing more can be said at once: decided, or on its way.
 *
 * @param since when judging began, if anybody wants to hear of it
 */
record Opening(
    ToolCall call, @Nullable Decision decision, @Nullable Course course, @Nullable Long since) {

  /** Returns how long an approver was waited for, if one was asked. */
  Optional<Duration> waited() {
    return course == null ? Optional.empty() : course.waited();
  }
}
