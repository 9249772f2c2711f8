package dev.mcppolicy.examples.stage;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JsonSchema;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A server of the MCP SDK with tools that do nothing but answer. */
public final class DemoServer {

  private final String name;
  private final List<SyncToolSpecification> tools = new ArrayList<>();

  private DemoServer(String name) {
    this.name = name;
  }

  /** Creates a server without tools. */
  public static DemoServer named(String name) {
    return new DemoServer(name);
  }

  /** Adds a tool with parameters of any type, which answers whatever it is called with. */
  public DemoServer tool(
      String tool,
      String description,
      List<String> parameters,
      Function<Map<String, Object>, String> answer) {
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(parameter -> properties.put(parameter, Map.of()));
    Tool definition =
        Tool.builder()
            .name(tool)
            .description(description)
            .inputSchema(new JsonSchema("object", properties, null, null, null, null))
            .build();
    tools.add(
        new SyncToolSpecification(
            definition,
            (exchange, request) ->
                CallToolResult.builder()
                    .addTextContent(answer.apply(request.arguments()))
                    .isError(false)
                    .build()));
    return this;
  }

  /** Serves a client in this process, and returns the transport that leads here. */
  public McpClientTransport inProcess() {
    Wire wire = new Wire();
    serve(wire);
    return wire;
  }

  /** Serves the process that has started this one. */
  public void overStdio() {
    serve(new StdioServerTransportProvider(McpJsonDefaults.getMapper()));
  }

  /** Serves over Streamable HTTP, on this machine only. */
  public HttpDoor overHttp() {
    HttpDoor door = HttpDoor.open();
    serve(door);
    return door;
  }

  private McpSyncServer serve(McpServerTransportProvider transport) {
    return McpServer.sync(transport)
        .serverInfo(name, "1")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .tools(tools)
        .immediateExecution(true)
        .build();
  }
}
