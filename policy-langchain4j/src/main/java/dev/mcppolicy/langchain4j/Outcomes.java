package dev.mcppolicy.langchain4j;

import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.mcp.client.McpException;
import dev.mcppolicy.Outcome;
import org.jspecify.annotations.Nullable;

/** Tells what became of a request from what the client throws; what isn't known may have run. */
final class Outcomes {

  private Outcomes() {}

  static Outcome of(Throwable thrown) {
    if (thrown instanceof McpException) {
      return Outcome.ERROR;
    }
    if (thrown instanceof ToolArgumentsException invalid && invalid.errorCode() != null) {
      return Outcome.ERROR;
    }
    if (thrown instanceof ToolExecutionException failed) {
      if (failed.errorCode() != null) {
        return Outcome.ERROR;
      }
      return isText(failed.getCause()) ? Outcome.FAILURE : Outcome.LOST;
    }
    return thrown.getCause() instanceof InterruptedException ? Outcome.CANCELLED : Outcome.LOST;
  }

  /**
   * A result that says it is an error, and a connection that is lost, are exceptions of one class.
   * The first is made from a text, which the exception puts into a cause that it makes itself.
   */
  private static boolean isText(@Nullable Throwable cause) {
    if (cause == null || cause.getClass() != RuntimeException.class) {
      return false;
    }
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0
        && trace[0].getClassName().equals(ToolExecutionException.class.getName());
  }
}
