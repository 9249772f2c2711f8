package dev.mcppolicy.examples;

import dev.mcppolicy.examples.stage.Agent;
import dev.mcppolicy.examples.stage.DemoServer;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.OtherJvm;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.List;
import java.util.Map;

/** How do I guard a client of a server that runs as a process of its own? */
public final class OverStdio {

  private OverStdio() {}

  /** Runs the example; with {@code serve}, is the server. */
  public static void main(String[] args) {
    long pid = ProcessHandle.current().pid();
    if (args.length > 0) {
      DemoServer.named("shell")
          .tool("run", "Runs a command.", List.of("command"), given -> "ran in process " + pid)
          .overStdio();
      return;
    }
    PolicyEnforcer enforcer = PolicyEnforcer.of(ExamplePolicy.named("over-stdio"));
    McpClientTransport server = OtherJvm.running(OverStdio.class, "serve");
    try (McpSyncClient client = McpClient.sync(enforcer.wrap(server)).build()) {
      Agent agent = new Agent(client);
      String answer = agent.ask("run", Map.of("command", "git status"));
      System.out.println(
          answer.equals("ran in process " + pid) ? "ran here" : "ran in another process");
      agent.call("run", Map.of("command", "git status; rm -rf /"));
      agent.call("shutdown", Map.of());
    }
  }
}
