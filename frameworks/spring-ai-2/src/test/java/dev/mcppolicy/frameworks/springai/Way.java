package dev.mcppolicy.frameworks.springai;

import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import org.springframework.ai.mcp.AsyncMcpToolCallbackProvider;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallbackProvider;

/** The ways to put a policy before the tools that Spring AI calls. */
enum Way {
  WRAPPED_SYNC_CLIENT {
    @Override
    ToolCallbackProvider tools(PolicyEnforcer enforcer, McpClientTransport transport) {
      McpSyncClient client = McpClient.sync(transport).build();
      return SyncMcpToolCallbackProvider.builder().mcpClients(enforcer.wrap(client)).build();
    }

    @Override
    ToolCallbackProvider bare(McpClientTransport transport) {
      return sync(transport);
    }
  },
  WRAPPED_ASYNC_CLIENT {
    @Override
    ToolCallbackProvider tools(PolicyEnforcer enforcer, McpClientTransport transport) {
      McpAsyncClient client = McpClient.async(transport).build();
      return AsyncMcpToolCallbackProvider.builder().mcpClients(enforcer.wrap(client)).build();
    }

    @Override
    ToolCallbackProvider bare(McpClientTransport transport) {
      return async(transport);
    }
  },
  SYNC_CLIENT_ON_A_WRAPPED_TRANSPORT {
    @Override
    ToolCallbackProvider tools(PolicyEnforcer enforcer, McpClientTransport transport) {
      return sync(enforcer.wrap(transport));
    }

    @Override
    ToolCallbackProvider bare(McpClientTransport transport) {
      return sync(transport);
    }
  },
  ASYNC_CLIENT_ON_A_WRAPPED_TRANSPORT {
    @Override
    ToolCallbackProvider tools(PolicyEnforcer enforcer, McpClientTransport transport) {
      return async(enforcer.wrap(transport));
    }

    @Override
    ToolCallbackProvider bare(McpClientTransport transport) {
      return async(transport);
    }
  };

  abstract ToolCallbackProvider tools(PolicyEnforcer enforcer, McpClientTransport transport);

  /** Returns the tools as they are without a policy. */
  abstract ToolCallbackProvider bare(McpClientTransport transport);

  private static ToolCallbackProvider sync(McpClientTransport transport) {
    McpSyncClient client = McpClient.sync(transport).build();
    return SyncMcpToolCallbackProvider.builder().mcpClients(client).build();
  }

  private static ToolCallbackProvider async(McpClientTransport transport) {
    McpAsyncClient client = McpClient.async(transport).build();
    return AsyncMcpToolCallbackProvider.builder().mcpClients(client).build();
  }
}
