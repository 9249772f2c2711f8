package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.util.Map;

/** A client that is connected to a server of its own, and looks at each answer. */
final class Guarded implements AutoCloseable {

  private final McpSyncClient client;
  private final Runnable end;

  Guarded(Place place, Way way) throws IOException {
    Policy policy = Cases.policy(Cases.THREE_CONDITIONS + "," + Cases.ROOMY_LIMIT);
    Place.Connection connection = place.open(way);
    client = way.client(connection.transport(), policy);
    end = connection.end();
    client.initialize();
    Map<String, Object> wrong = Cases.arguments();
    wrong.put("amount", 501);
    boolean refused =
        Boolean.TRUE.equals(client.callTool(new CallToolRequest(Cases.TOOL, wrong)).isError());
    if (refused == (way == Way.BARE)) {
      throw new IllegalStateException(way + " judges wrongly");
    }
  }

  CallToolResult call(CallToolRequest request) {
    CallToolResult result = client.callTool(request);
    Cases.yes(!Boolean.TRUE.equals(result.isError()));
    return result;
  }

  @Override
  public void close() {
    client.closeGracefully(); // waits for a server that is a process to end
    end.run();
  }
}
