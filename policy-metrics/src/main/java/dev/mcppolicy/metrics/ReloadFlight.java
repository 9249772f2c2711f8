package dev.mcppolicy.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("dev.mcppolicy.Reload")
@Label("Reload")
@Category("MCP Policy")
@Description("A policy took the place of another, or was kept from it")
@StackTrace(false)
final class ReloadFlight extends Event {

  @Label("File")
  @Nullable String file;

  @Label("Grant")
  @Nullable String grant;

  @Label("Older")
  @Nullable String older;

  @Label("Newer")
  @Nullable String newer;

  @Label("Problem")
  @Description("Why it was kept from it")
  @Nullable String problem;
}
