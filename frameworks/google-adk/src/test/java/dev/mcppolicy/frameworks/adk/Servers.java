package dev.mcppolicy.frameworks.adk;

import com.google.adk.tools.mcp.McpTransportBuilder;
import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers in memory: each session has one of its own, and all play the same script. */
final class Servers implements McpTransportBuilder {

  private final List<ScriptedServer> servers = new CopyOnWriteArrayList<>();
  private volatile ScriptedServer.Script callScript =
      exchange -> exchange.result(ScriptedServer.text(String.valueOf(exchange.params())));

  /** Scripts the answer to tool calls. */
  Servers onCall(ScriptedServer.Script script) {
    callScript = script;
    return this;
  }

  @Override
  public McpClientTransport build(Object connection) {
    ScriptedServer server =
        new ScriptedServer("run", "refund", "secret")
            .on("tools/call", exchange -> callScript.play(exchange));
    servers.add(server);
    return server;
  }

  /** Returns how many sessions were opened. */
  int sessions() {
    return servers.size();
  }

  int closings() {
    return servers.stream().mapToInt(ScriptedServer::closings).sum();
  }

  /** Returns the parameters of the tool calls that any server received. */
  List<Map<String, Object>> calls() {
    return servers.stream().flatMap(server -> server.calls().stream()).toList();
  }
}
