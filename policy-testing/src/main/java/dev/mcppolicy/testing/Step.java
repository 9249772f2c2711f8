package dev.mcppolicy.testing;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a test, as it was read. */
sealed interface Step {

  /** What a call is expected to be. */
  enum Expect {
    ALLOW,
    DENY,
    APPROVAL
  }

  PolicyTestStep shown();

  /**
   * A call, and what is expected of it.
   *
   * @param answer what is answered if approval is asked for
   * @param outcome what the server answers an allowed call, or null if nothing yet
   */
  record Call(
      PolicyTestStep shown,
      ToolCall call,
      int repeat,
      Expect expect,
      Approver.Answer answer,
      @Nullable Outcome outcome,
      @Nullable String code,
      @Nullable String rule,
      @Nullable String message,
      @Nullable Duration retryAfter,
      @Nullable String shadow)
      implements Step {

    boolean isAllowed() {
      return expect == Expect.ALLOW
          || (expect == Expect.APPROVAL && answer == Approver.Answer.APPROVE);
    }
  }

  /** A step of the clock. */
  record Advance(PolicyTestStep shown, Duration by) implements Step {}

  /** A list of tools, and which of them are visible. */
  record Listing(
      PolicyTestStep shown,
      Caller caller,
      @Nullable ToolReview review,
      List<String> tools,
      List<String> visible)
      implements Step {}
}
