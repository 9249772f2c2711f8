package dev.mcppolicy.examples;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.examples.stage.Agent;
import dev.mcppolicy.examples.stage.DemoServer;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.List;
import java.util.Map;

/** What does an agent read when its calls are allowed, limited, held for approval and denied? */
public final class GuardedClient {

  private GuardedClient() {}

  /** Runs the example. */
  public static void main(String[] args) {
    DemoServer server =
        DemoServer.named("payments")
            .tool("list_charges", "Lists charges.", List.of(), given -> "two charges")
            .tool("create_charge", "Charges.", List.of("amount", "currency"), given -> "charged")
            .tool("delete_customer", "Deletes a customer.", List.of("id"), given -> "deleted");
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(ExamplePolicy.named("guarded-client"))
            .approver(Approver.blocking(GuardedClient::ask))
            .clock(new StillClock())
            .build();
    try (McpSyncClient client = enforcer.wrap(McpClient.sync(server.inProcess()).build())) {
      Agent agent = new Agent(client);
      agent.list();
      agent.call("list_charges", Map.of());
      agent.call("list_charges", Map.of());
      agent.call("list_charges", Map.of());
      agent.call("create_charge", Map.of("amount", 4200, "currency", "usd"));
      agent.call("create_charge", Map.of("amount", 4200, "currency", "gbp"));
      agent.call("create_charge", Map.of("amount", 20000, "currency", "eur"));
      agent.call("create_charge", Map.of("amount", 30000, "currency", "eur"));
      agent.call("delete_customer", Map.of("id", "c1"));
    }
  }

  /** Asks a person, who says yes to everything. */
  private static Approver.Answer ask(ApprovalRequest request) {
    System.out.println("  asked: " + request.reason() + " -> yes");
    return Approver.Answer.APPROVE;
  }
}
