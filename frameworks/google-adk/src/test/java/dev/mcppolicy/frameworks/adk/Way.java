package dev.mcppolicy.frameworks.adk;

import com.google.adk.JsonBaseModel;
import com.google.adk.tools.BaseToolset;
import com.google.adk.tools.mcp.McpAsyncToolset;
import com.google.adk.tools.mcp.McpSessionManager;
import com.google.adk.tools.mcp.McpToolset;
import dev.mcppolicy.mcp.PolicyEnforcer;

/** The ways to put a policy before the tools that the ADK calls. */
enum Way {
  WRAPPED_SYNC_CLIENT {
    @Override
    BaseToolset tools(PolicyEnforcer enforcer, Servers servers) {
      return sync(new GuardedClientSessions("memory", servers, enforcer));
    }
  },
  WRAPPED_ASYNC_CLIENT {
    @Override
    BaseToolset tools(PolicyEnforcer enforcer, Servers servers) {
      return async(new GuardedClientSessions("memory", servers, enforcer));
    }
  },
  SYNC_CLIENT_ON_A_WRAPPED_TRANSPORT {
    @Override
    BaseToolset tools(PolicyEnforcer enforcer, Servers servers) {
      return sync(new GuardedTransportSessions("memory", servers, enforcer));
    }
  },
  ASYNC_CLIENT_ON_A_WRAPPED_TRANSPORT {
    @Override
    BaseToolset tools(PolicyEnforcer enforcer, Servers servers) {
      return async(new GuardedTransportSessions("memory", servers, enforcer));
    }
  };

  abstract BaseToolset tools(PolicyEnforcer enforcer, Servers servers);

  /** Returns the tools as they are without a policy. */
  static BaseToolset bare(Servers servers) {
    return sync(new McpSessionManager("memory", servers));
  }

  private static BaseToolset sync(McpSessionManager sessions) {
    return new McpToolset(sessions, JsonBaseModel.getMapper());
  }

  private static BaseToolset async(McpSessionManager sessions) {
    return McpAsyncToolset.builder().mcpSessionManager(sessions).build();
  }
}
