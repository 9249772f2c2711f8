package dev.mcppolicy.examples;

import dev.mcppolicy.Policy;
import dev.mcppolicy.examples.stage.Agent;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.FileTricks;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What keeps an agent inside of one folder of a real file server? Takes the program of {@code
 * server-filesystem}, and tries to get out: with a server that may write everywhere, so that the
 * policy stands alone, and with one that may write in the same folder.
 */
public final class GuardedFileServer {

  private GuardedFileServer() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    FileTricks tricks = FileTricks.prepare();
    System.out.println("without a policy, a server for more than the folder");
    attack(tricks, args[0], tricks.root(), Policy.allowByDefault().build());
    String text = ExamplePolicy.text("guarded-file-server");
    Policy policy = Policy.parse(text.replace("/srv/files", tricks.open().toString()));
    System.out.println("with the policy, a server for more than the folder");
    attack(tricks, args[0], tricks.root(), policy);
    System.out.println("with the policy, a server for the folder");
    attack(tricks, args[0], tricks.open(), policy);
    tricks.remove();
  }

  private static void attack(FileTricks tricks, String program, Path folder, Policy policy)
      throws IOException {
    try (McpSyncClient client =
        McpClient.sync(PolicyEnforcer.wrap(FileTricks.server(program, folder), policy)).build()) {
      Agent agent = new Agent(client);
      for (Map.Entry<String, Object> trick : tricks.paths().entrySet()) {
        String answer =
            agent.ask("write_file", Map.of("path", trick.getValue(), "content", "harm"));
        String stopped = answer.startsWith("[POLICY DENIED]") ? "denied" : "reached the server";
        System.out.println(
            "  " + trick.getKey() + ": " + stopped + (tricks.harmed() ? ", WRITTEN" : ""));
        tricks.restored();
      }
    }
  }
}
