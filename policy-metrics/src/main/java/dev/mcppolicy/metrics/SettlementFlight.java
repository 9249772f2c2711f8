package dev.mcppolicy.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

@Name("dev.mcppolicy.Settlement")
@Label("Settlement")
@Category("MCP Policy")
@Description("An allowed tool call was settled")
@StackTrace(false)
final class SettlementFlight extends Event {

  @Label("Id")
  @Nullable String id;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Latency")
  @Timespan(Timespan.NANOSECONDS)
  long latency;
}
