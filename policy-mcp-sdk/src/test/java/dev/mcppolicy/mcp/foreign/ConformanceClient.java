package dev.mcppolicy.mcp.foreign;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.util.Map;

/**
 * The client that the protocol's conformance suite tests: it is told the address of a server by its
 * argument, the scenario by the environment, and its {@link Way} by a system property.
 */
final class ConformanceClient {

  private ConformanceClient() {}

  public static void main(String[] arguments) {
    URI server = URI.create(arguments[0]);
    String scenario = System.getenv("MCP_CONFORMANCE_SCENARIO");
    McpClientTransport transport =
        HttpClientStreamableHttpTransport.builder(server.resolve("/").toString())
            .endpoint(server.getPath().isEmpty() ? "/" : server.getPath())
            .build();
    Way way = Way.valueOf(System.getProperty("way"));
    try (Client client = way.connect(transport, Servers.ALLOW_EVERYTHING, Host.offeringMuch())) {
      client.initialize();
      switch (scenario) {
        case "initialize" -> {} // that server does nothing else
        case "tools_call" -> call(client, "add_numbers", Map.of("a", 5, "b", 3));
        case "elicitation-sep1034-client-defaults" ->
            call(client, "test_client_elicitation_defaults", Map.of());
        default -> throw new IllegalArgumentException(scenario);
      }
    }
    System.exit(0); // the SDK's own threads would keep it a while
  }

  private static void call(Client client, String tool, Map<String, Object> arguments) {
    if (!client.tools().contains(tool)) {
      throw new IllegalStateException(tool + " is not in the list");
    }
    client.call(tool, arguments);
  }
}
