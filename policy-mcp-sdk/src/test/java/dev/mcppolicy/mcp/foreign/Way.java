package dev.mcppolicy.mcp.foreign;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;

/** The ways from a host to a server: without a policy, and with one in each place. */
enum Way {
  /** A client without a policy. */
  BARE {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(sync(transport, host));
    }
  },
  /** The other kind of client without a policy. */
  ASYNC_BARE {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(async(transport, host));
    }
  },
  /** A wrapped {@code McpSyncClient}. */
  SYNC {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(PolicyEnforcer.wrap(sync(transport, host), policy));
    }
  },
  /** A wrapped {@code McpAsyncClient}. */
  ASYNC {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(PolicyEnforcer.wrap(async(transport, host), policy));
    }
  },
  /** A client of the one kind on a wrapped transport. */
  TRANSPORT {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(sync(PolicyEnforcer.wrap(transport, policy), host));
    }
  },
  /** A client of the other kind on a wrapped transport. */
  ASYNC_TRANSPORT {
    @Override
    Client connect(McpClientTransport transport, Policy policy, Host host) {
      return Client.of(async(PolicyEnforcer.wrap(transport, policy), host));
    }
  };

  abstract Client connect(McpClientTransport transport, Policy policy, Host host);

  boolean isBare() {
    return this == BARE || this == ASYNC_BARE;
  }

  boolean wrapsTransport() {
    return this == TRANSPORT || this == ASYNC_TRANSPORT;
  }

  private static McpSyncClient sync(McpClientTransport transport, Host host) {
    return host.configure(McpClient.sync(transport)).build();
  }

  private static McpAsyncClient async(McpClientTransport transport, Host host) {
    return host.configure(McpClient.async(transport)).build();
  }
}
