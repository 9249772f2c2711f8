package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The calls and policies that the benchmarks have in common. */
final class Cases {

  /** The tool that the calls name. */
  static final String TOOL = "create_charge";

  static final String GRANT = "alice-laptop";

  /** How many tools a policy names, unless it says otherwise. */
  static final int TOOLS = 100;

  /** A rule with three conditions, all of which hold for {@link #arguments}. */
  static final String THREE_CONDITIONS =
      "'require':[{'conditions':["
          + "{'path':'args.amount','op':'lte','value':500},"
          + "{'path':'args.currency','op':'in','value':['eur','usd','gbp']},"
          + "{'path':'args.path','op':'starts_with','value':'/app/src/'}]}]";

  /**
   * A limit of each grant that holds some ten entries while calls follow each other, and always has
   * room: no machine makes a hundred in a microsecond.
   */
  static final String ROOMY_LIMIT = "'limits':[{'window':'PT0.000001S','max':100,'scope':'grant'}]";

  /** A limit that ten calls use up. */
  static final String TIGHT_LIMIT = "'limits':[{'window':'P30D','max':10,'scope':'grant'}]";

  private Cases() {}

  /** Returns three arguments, of the three types that matter. */
  static Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("amount", 500);
    arguments.put("currency", "eur");
    arguments.put("path", "/app/src/main/java/dev/example/Main.java");
    return arguments;
  }

  /** Returns the call that the benchmarks judge. */
  static ToolCall call() {
    return ToolCall.of(TOOL, arguments()).withCaller(Caller.of(GRANT));
  }

  /** Returns a policy with rules for the tool, beside those of 99 others. */
  static Policy policy(String rules) {
    return policy(rules, TOOLS);
  }

  /** Returns a policy with rules for the tool, and with others for other tools. */
  static Policy policy(String rules, int tools) {
    StringJoiner entries = new StringJoiner(",", "{'version':'1','default':'deny','tools':{", "}}");
    for (int i = 1; i < tools; i++) {
      entries.add(
          "'tool_"
              + i
              + "':{'deny_if':[{'conditions':[{'path':'args.n','op':'gt','value':"
              + i
              + "}]}]}");
    }
    entries.add("'" + TOOL + "':{" + rules + "}");
    return parsed(entries.toString());
  }

  /** Returns the policy of a document in which apostrophes stand for quotes. */
  static Policy parsed(String document) {
    return Policy.parse(document.replace('\'', '"'));
  }

  /** Hands an allowed decision through; a benchmark of something else measures nothing. */
  static Decision allowed(Decision decision) {
    if (!decision.isAllowed()) {
      throw new IllegalStateException("denied: " + decision);
    }
    return decision;
  }

  /** Hands a denied decision through. */
  static Decision denied(Decision decision, Code code) {
    if (decision.isAllowed() || decision.code().orElse(null) != code) {
      throw new IllegalStateException("not denied as " + code + ": " + decision);
    }
    return decision;
  }

  /** Hands through that a peer said yes. */
  static boolean yes(boolean answer) {
    if (!answer) {
      throw new IllegalStateException("a peer refused what it should let through");
    }
    return true;
  }
}
