package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a whole tool call costs, through a bare client and through guarded ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Clients {

  /** Where the server is. */
  @Param public Place place = Place.MEMORY;

  /** How the client comes to its policy. */
  @Param public Way way = Way.BARE;

  private final CallToolRequest request = new CallToolRequest(Cases.TOOL, Cases.arguments());
  private Guarded guarded;

  /** A client that is connected to a server of its own. */
  static final class Guarded implements AutoCloseable {

    private final McpSyncClient client;
    private final Runnable end;

    Guarded(Place place, Way way) throws IOException {
      Policy policy = Cases.policy(Cases.THREE_CONDITIONS + "," + Cases.ROOMY_LIMIT);
      Place.Connection connection = place.open();
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
      client.close();
      end.run();
    }
  }

  /** Connects. */
  @Setup
  public void open() throws IOException {
    guarded = new Guarded(place, way);
  }

  /** Disconnects. */
  @TearDown
  public void close() {
    guarded.close();
  }

  /** Calls a tool that answers at once. */
  @Benchmark
  public CallToolResult call() {
    return guarded.call(request);
  }
}
