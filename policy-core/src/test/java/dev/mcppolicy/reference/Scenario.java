package dev.mcppolicy.reference;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy and a schedule of what happens under it. */
record Scenario(Map<String, @Nullable Object> policy, Instant start, List<Step> steps) {

  /** The policy as text, and the steps, one a line. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("\npolicy ");
    out.append(JsonText.write(policy)).append("\nstart ").append(start).append('\n');
    for (Step step : steps) {
      if (step instanceof Step.Call call) {
        out.append("call #").append(call.number()).append(' ');
        out.append(JsonText.write(call.tool())).append(' ').append(JsonText.write(call.args()));
        out.append(call.grant() == null ? "" : " grant " + call.grant());
        out.append(call.caller().isEmpty() ? "" : " caller " + JsonText.write(call.caller()));
        out.append(call.server() == null ? "" : " server " + call.server());
        out.append(call.session() == null ? "" : " session " + call.session());
        out.append(' ').append(call.answer());
      } else {
        out.append(step);
      }
      out.append('\n');
    }
    return out.toString();
  }
}
