package dev.mcppolicy.examples;

import dev.mcppolicy.examples.stage.Agent;
import dev.mcppolicy.examples.stage.CatalogueTool;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.Map;

/** How do I let a risky tool be called ten times a minute, and nothing else of its server? */
public final class FiveTools {

  private FiveTools() {}

  /** Runs the example. */
  public static void main(String[] args) {
    CatalogueTool.FIVE.forEach(FiveTools::call);
  }

  private static void call(CatalogueTool tool) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(ExamplePolicy.named(tool.policy())).clock(new StillClock()).build();
    try (McpSyncClient client = McpClient.sync(enforcer.wrap(tool.serve().inProcess())).build()) {
      Agent agent = new Agent(client);
      int ran = 0;
      String answer = agent.ask(tool.name(), tool.arguments());
      while (answer.equals("ran")) {
        ran++;
        answer = agent.ask(tool.name(), tool.arguments());
      }
      System.out.println(tool.server() + " " + tool.name() + ": ran " + ran + " times");
      System.out.println("  then: " + answer);
      System.out.println("  upload_plugin: " + agent.ask("upload_plugin", Map.of()));
    }
  }
}
