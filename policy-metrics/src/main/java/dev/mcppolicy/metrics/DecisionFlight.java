package dev.mcppolicy.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

@Name("dev.mcppolicy.Decision")
@Label("Decision")
@Category("MCP Policy")
@Description("A tool call was judged")
@StackTrace(false)
final class DecisionFlight extends Event {

  @Label("Id")
  @Nullable String id;

  @Label("Server")
  @Nullable String server;

  @Label("Tool")
  @Nullable String tool;

  @Label("Grant")
  @Nullable String grant;

  @Label("Effect")
  @Nullable String effect;

  @Label("Code")
  @Nullable String code;

  @Label("Rule")
  @Nullable String rule;

  @Label("Shadow")
  @Description("The code of a denial that only shadow mode kept from being one")
  @Nullable String shadow;

  @Label("Policy")
  @Nullable String policy;

  @Label("Took")
  @Timespan(Timespan.NANOSECONDS)
  long took;
}
