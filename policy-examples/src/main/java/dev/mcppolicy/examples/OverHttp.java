package dev.mcppolicy.examples;

import dev.mcppolicy.examples.stage.Agent;
import dev.mcppolicy.examples.stage.DemoServer;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.HttpDoor;
import dev.mcppolicy.examples.stage.StillClock;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.List;
import java.util.Map;

/** How do I guard a client of a server behind Streamable HTTP? */
public final class OverHttp {

  private OverHttp() {}

  /** Runs the example. */
  public static void main(String[] args) {
    DemoServer web =
        DemoServer.named("web")
            .tool("fetch", "Fetches a page.", List.of("url"), given -> "a page")
            .tool("post_form", "Sends a form.", List.of("url", "form"), given -> "sent");
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(ExamplePolicy.named("over-http")).clock(new StillClock()).build();
    try (HttpDoor door = web.overHttp()) {
      McpClientTransport transport = HttpClientStreamableHttpTransport.builder(door.url()).build();
      try (McpSyncClient client = McpClient.sync(enforcer.wrap(transport)).build()) {
        Agent agent = new Agent(client);
        agent.list();
        agent.call("fetch", Map.of("url", "https://docs.example.com/start"));
        agent.call("fetch", Map.of("url", "https://docs.example.com@evil.example/"));
        agent.call("fetch", Map.of("url", "http://169.254.169.254/latest/meta-data/"));
        agent.call("post_form", Map.of("url", "https://docs.example.com/", "form", "a=1"));
      }
    }
  }
}
