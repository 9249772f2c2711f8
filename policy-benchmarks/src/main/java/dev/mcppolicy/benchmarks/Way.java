package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.time.Duration;
import java.util.List;

/** How a client comes to its policy. */
public enum Way {
  /** It has none. */
  BARE {
    @Override
    McpSyncClient client(McpClientTransport transport, Policy policy) {
      return built(transport);
    }
  },
  /** Its transport was wrapped. */
  TRANSPORT {
    @Override
    McpSyncClient client(McpClientTransport transport, Policy policy) {
      return built(PolicyEnforcer.wrap(transport, policy));
    }
  },
  /** It was wrapped itself. */
  CLIENT {
    @Override
    McpSyncClient client(McpClientTransport transport, Policy policy) {
      return PolicyEnforcer.wrap(built(transport), policy);
    }
  },
  /** It has none, and its server is behind {@link Intercept}. */
  INTERCEPT {
    @Override
    McpSyncClient client(McpClientTransport transport, Policy policy) {
      return built(transport);
    }
  };

  /** Returns the ways to a place that are measured. */
  static List<Way> to(Place place) {
    return place == Place.STDIO && Intercept.program() != null
        ? List.of(values())
        : List.of(BARE, TRANSPORT, CLIENT);
  }

  abstract McpSyncClient client(McpClientTransport transport, Policy policy);

  private static McpSyncClient built(McpClientTransport transport) {
    return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(30)).build();
  }
}
