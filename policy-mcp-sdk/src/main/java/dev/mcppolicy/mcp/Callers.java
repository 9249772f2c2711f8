package dev.mcppolicy.mcp;

import dev.mcppolicy.Caller;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a host tells its callers.
 *
 * @param function answers who makes a call, or null
 * @param byThread whether it has to be asked on the caller's thread
 * @param always who makes every call, or null if that depends
 */
record Callers(
    Function<? super CallContext, ? extends @Nullable Caller> function,
    boolean byThread,
    @Nullable Identity always) {

  private static final Identity UNIDENTIFIED = new Identity(Caller.unidentified());

  private static final System.Logger LOGGER = System.getLogger(Callers.class.getName());

  static Callers always(Caller caller) {
    return new Callers(context -> caller, false, new Identity(caller));
  }

  static Callers by(Function<? super CallContext, ? extends @Nullable Caller> function) {
    return new Callers(function, false, null);
  }

  static Callers byThread(Function<? super CallContext, ? extends @Nullable Caller> function) {
    return new Callers(function, true, null);
  }

  /** Asks the host who calls; a host that doesn't know it answers null. */
  Identity identify(CallContext context) {
    if (always != null) {
      return always;
    }
    try {
      Caller caller = function.apply(context);
      return new Identity(caller == null ? Caller.unidentified() : caller);
    } catch (Throwable failure) {
      LOGGER.log(System.Logger.Level.WARNING, Messages.CALLER_FAILED, failure);
      return Identity.FAILED;
    }
  }

  /** Returns who answers for what a server asks, which nobody has called. */
  Identity nobody() {
    return always == null ? UNIDENTIFIED : always;
  }
}
