package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a host reads in its log when something that it brings along fails. */
final class Log {

  /** Looked up when there is something to log: that takes as long as to load a policy. */
  private static final class Logger {
    static final System.Logger OF_POLICY = System.getLogger("dev.mcppolicy");
  }

  private Log() {}

  private static void warn(Supplier<String> what, @Nullable Throwable failure) {
    Logger.OF_POLICY.log(System.Logger.Level.WARNING, what, failure);
  }

  /** Something kept a call from being judged. */
  static void denied(Code code, Throwable failure) {
    warn(() -> "A call was denied with " + code, failure);
  }

  /** The counters could not be read for an explanation. */
  static void notInspected(Throwable failure) {
    warn(() -> "A call was explained as denied with " + Code.STORE_UNAVAILABLE, failure);
  }

  /** Something kept a tool from being judged for a list. */
  static void hidden(Throwable failure) {
    warn(() -> "A tool was hidden that could not be judged", failure);
  }

  /** Something kept it from being known whether a policy names a request. */
  static void governed(Throwable failure) {
    warn(() -> "A request is judged by a policy that could not be asked about it", failure);
  }

  /** A store failed to settle a call. */
  static void notSettled(Throwable failure) {
    warn(() -> "A call could not be settled; what it took stays taken", failure);
  }

  /** Something kept a decision from being written down. */
  static void notRecorded(Throwable failure) {
    warn(() -> "A decision could not be recorded", failure);
  }

  /** Something kept the outcome of a call from being written down or told. */
  static void notTold(Throwable failure) {
    warn(() -> "What became of a call could not be told", failure);
  }

  /** A listener failed, for the first time. */
  static void listenerFailed(DecisionListener listener, Throwable failure) {
    warn(() -> "A decision listener failed; decisions stand: " + listener.getClass(), failure);
  }

  /** Somebody approved what this host doesn't send. */
  static void notAccepted() {
    warn(
        () ->
            "An approver changed the arguments of a call, which was denied: the engine was built"
                + " without acceptEdits",
        null);
  }
}
