package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.time.Duration;

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
  };

  abstract McpSyncClient client(McpClientTransport transport, Policy policy);

  private static McpSyncClient built(McpClientTransport transport) {
    return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(30)).build();
  }
}
