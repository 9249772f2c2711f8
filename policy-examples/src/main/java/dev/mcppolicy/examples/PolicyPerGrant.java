package dev.mcppolicy.examples;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Policies;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import java.util.List;
import java.util.Map;

/** How do different users get different rights, and everybody else none? */
public final class PolicyPerGrant {

  private PolicyPerGrant() {}

  /** Runs the example. */
  public static void main(String[] args) {
    Policies policies =
        Policies.byGrant(
            Map.of(
                "support", ExamplePolicy.named("policy-per-grant/support"),
                "operations", ExamplePolicy.named("policy-per-grant/operations")));
    PolicyEngine engine = PolicyEngine.builder(policies).build();
    for (String grant : List.of("support", "operations", "intern")) {
      Caller caller = Caller.of(grant);
      System.out.println(grant + ":");
      call(engine, ToolCall.of("read_ticket").withCaller(caller));
      call(engine, ToolCall.of("restart", Map.of("service", "web")).withCaller(caller));
      call(engine, ToolCall.of("restart", Map.of("service", "database")).withCaller(caller));
    }
  }

  private static void call(PolicyEngine engine, ToolCall call) {
    Decision decision = engine.check(call);
    System.out.println(
        "  "
            + call.tool()
            + " "
            + call.arguments().asMap()
            + ": "
            + (decision.isAllowed() ? "sent" : decision.textForAgent()));
  }
}
