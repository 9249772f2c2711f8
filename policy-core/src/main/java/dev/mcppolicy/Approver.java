package dev.mcppolicy;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers whether a call that needs approval may proceed.
 *
 * <p>An approver that throws, answers null or fails denies. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Approver {

  /** What an approver says. Answers are immutable and thread-safe. */
  sealed interface Answer {

    /** The call may proceed. */
    Answer APPROVE = Plain.APPROVE;

    /** The call may not. */
    Answer DENY = Plain.DENY;

    /** Nobody answered in time. */
    Answer TIMEOUT = Plain.TIMEOUT;

    /** Nobody has answered yet; the same call is asked for again when it is made again. */
    Answer PENDING = Plain.PENDING;

    /**
     * Returns a yes to the call with other arguments. The call with these is judged from the start,
     * by the same policy, and nobody is asked again; it is what has to be sent. An engine that
     * doesn't {@linkplain PolicyEngine.Builder#acceptEdits accept edits} takes it for a no.
     */
    static Answer approve(Arguments edited) {
      return new Edited(edited);
    }

    /**
     * Returns a no with a reason, which the agent is told instead of the policy's words.
     *
     * @throws IllegalArgumentException if {@code words} is blank or longer than {@value
     *     Refused#MOST} characters
     */
    static Answer deny(String words) {
      return new Refused(words);
    }

    /** An answer that says no more than its name. */
    enum Plain implements Answer {
      /** The call may proceed. */
      APPROVE,
      /** The call may not. */
      DENY,
      /** Nobody answered in time. */
      TIMEOUT,
      /** Nobody has answered yet. */
      PENDING
    }

    /**
     * The call may proceed with other arguments.
     *
     * @param arguments all of its arguments, the ones that were not changed too
     */
    record Edited(Arguments arguments) implements Answer {
      /** Checks that nothing is null. */
      public Edited {
        Objects.requireNonNull(arguments, "arguments");
      }
    }

    /**
     * The call may not proceed, and somebody says why.
     *
     * @param words what the agent is told
     */
    record Refused(String words) implements Answer {

      /** How many characters the words may have. */
      public static final int MOST = 1_000;

      /** Checks the words. */
      public Refused {
        if (words.isBlank()) {
          throw new IllegalArgumentException("words must not be blank");
        }
        if (words.length() > MOST) {
          throw new IllegalArgumentException(
              "words must have at most " + MOST + " characters: " + words.length());
        }
      }
    }
  }

  /**
   * Asks. The answer may come at once or later; one that comes after the request's timeout is as
   * good as none.
   */
  CompletionStage<Answer> ask(ApprovalRequest request);

  /**
   * Returns an approver that asks by a function which may block, each time on a daemon thread of
   * its own; the thread is interrupted when the time is over.
   */
  static Approver blocking(Function<? super ApprovalRequest, Answer> function) {
    Objects.requireNonNull(function, "function");
    return request -> ApprovalThread.ask(function, request);
  }

  /** Returns an approver that asks by a function which may block, on the threads of an executor. */
  static Approver blocking(Function<? super ApprovalRequest, Answer> function, Executor executor) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(executor, "executor");
    return request -> CompletableFuture.supplyAsync(() -> function.apply(request), executor);
  }
}
