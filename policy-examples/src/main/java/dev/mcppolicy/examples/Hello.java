package dev.mcppolicy.examples;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Calls that are allowed, limited, approved and denied: what the agent reads, and why. */
public final class Hello {

  private final McpSyncClient client;

  private Hello(Policy policy) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(policy)
            .approver(Approver.blocking(Hello::ask))
            .clock(new StillClock())
            .build();
    client = enforcer.wrap(McpClient.sync(new PaymentsServer()).build());
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    try (InputStream file = Hello.class.getResourceAsStream("/hello.policy.json")) {
      String json = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      Hello hello = new Hello(Policy.parse(json));
      hello.call("list_charges", Map.of());
      hello.call("list_charges", Map.of());
      hello.call("list_charges", Map.of());
      hello.call("create_charge", Map.of("amount", 4200, "currency", "usd"));
      hello.call("create_charge", Map.of("amount", 4200, "currency", "gbp"));
      hello.call("create_charge", Map.of("amount", 20000, "currency", "eur"));
      hello.call("create_charge", Map.of("amount", 30000, "currency", "eur"));
      hello.call("delete_customer", Map.of("id", "c1"));
      hello.client.close();
    }
  }

  /** Calls as an agent's framework does, and shows what it hands to the model. */
  private void call(String tool, Map<String, Object> arguments) {
    System.out.println(tool + " " + new TreeMap<>(arguments));
    CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
    if (Boolean.TRUE.equals(result.isError())
        && result.content().get(0) instanceof TextContent denial
        && result.meta().get("dev.mcppolicy/decision") instanceof Map<?, ?> decision) {
      System.out.println("  " + denial.text());
      System.out.println("  " + decision.get("code") + " " + decision.get("rule"));
    }
  }

  /** Asks a person, who says yes to everything. */
  private static Approver.Answer ask(ApprovalRequest request) {
    System.out.println("  asked: " + request.reason() + " -> yes");
    return Approver.Answer.APPROVE;
  }

  /** A clock that stands still, so that each run prints the same. */
  private static final class StillClock implements PolicyClock {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH;
    }
  }
}
