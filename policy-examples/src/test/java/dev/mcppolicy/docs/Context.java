package dev.mcppolicy.docs;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.Map;

/** What the Java of a page may take for granted: the host around it. */
@SuppressWarnings("unused")
public abstract class Context {

  protected static final Policy policy = Policy.allowByDefault().build();
  protected static final PolicyEngine engine = PolicyEngine.of(policy);
  protected static final Map<String, Object> arguments = Map.of("path", "/app");
  protected static final ToolCall call = ToolCall.of("run", arguments);
  protected static final Caller caller = Caller.byDefault();

  protected Context() {}

  /** Sends a call to a server, and returns the text of its result. */
  protected static String send(String tool, Map<String, ?> arguments) {
    return "ok";
  }

  /** Puts a text where the agent reads it. */
  protected static void tellAgent(String text) {}

  /** Asks a person. */
  protected static boolean personSaysYes(String question) {
    return true;
  }
}
