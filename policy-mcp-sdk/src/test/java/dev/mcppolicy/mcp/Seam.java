package dev.mcppolicy.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The ways to put a policy before a client. */
enum Seam {
  /** A wrapped {@code McpSyncClient}. */
  SYNC {
    @Override
    Agent connect(PolicyEnforcer enforcer, McpClientTransport transport, Duration timeout) {
      return Agent.of(enforcer.wrap(syncClient(transport, timeout)));
    }
  },
  /** A wrapped {@code McpAsyncClient}. */
  ASYNC {
    @Override
    Agent connect(PolicyEnforcer enforcer, McpClientTransport transport, Duration timeout) {
      return Agent.of(enforcer.wrap(asyncClient(transport, timeout)));
    }
  },
  /** A client of the one kind on a wrapped transport. */
  TRANSPORT {
    @Override
    Agent connect(PolicyEnforcer enforcer, McpClientTransport transport, Duration timeout) {
      return Agent.of(syncClient(enforcer.wrap(transport), timeout));
    }
  },
  /** A client of the other kind on a wrapped transport. */
  ASYNC_TRANSPORT {
    @Override
    Agent connect(PolicyEnforcer enforcer, McpClientTransport transport, Duration timeout) {
      return Agent.of(asyncClient(enforcer.wrap(transport), timeout));
    }
  };

  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A server has to start within this, however busy the machine is; nothing waits it out. */
  static final Duration START = Duration.ofSeconds(60);

  static final JsonSchemaValidator VALID =
      (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

  abstract Agent connect(PolicyEnforcer enforcer, McpClientTransport transport, Duration timeout);

  Agent connect(PolicyEnforcer enforcer, McpClientTransport transport) {
    return connect(enforcer, transport, TIMEOUT);
  }

  static McpSyncClient syncClient(McpClientTransport transport, Duration timeout) {
    return McpClient.sync(transport)
        .initializationTimeout(START)
        .requestTimeout(timeout)
        .jsonSchemaValidator(VALID)
        .build();
  }

  static McpAsyncClient asyncClient(McpClientTransport transport, Duration timeout) {
    return McpClient.async(transport)
        .initializationTimeout(START)
        .requestTimeout(timeout)
        .jsonSchemaValidator(VALID)
        .build();
  }

  /** Calls tools, whichever client does it. */
  interface Agent {

    CallToolResult call(CallToolRequest request);

    ListToolsResult list(String cursor);

    ListToolsResult list();

    void close();

    /** Returns the client, for what only some tests need. */
    Object client();

    default CallToolResult call(String tool, Map<String, Object> arguments) {
      return call(new CallToolRequest(tool, arguments));
    }

    default String say(String tool, Map<String, Object> arguments) {
      return textOf(call(tool, arguments));
    }

    default List<String> tools() {
      return list().tools().stream().map(Tool::name).toList();
    }

    static String textOf(CallToolResult result) {
      return ((TextContent) result.content().get(0)).text();
    }

    static Agent of(McpSyncClient client) {
      return new Agent() {
        @Override
        public CallToolResult call(CallToolRequest request) {
          return client.callTool(request);
        }

        @Override
        public ListToolsResult list(String cursor) {
          return client.listTools(cursor);
        }

        @Override
        public ListToolsResult list() {
          return client.listTools();
        }

        @Override
        public void close() {
          client.close();
        }

        @Override
        public Object client() {
          return client;
        }
      };
    }

    static Agent of(McpAsyncClient client) {
      return new Agent() {
        @Override
        public CallToolResult call(CallToolRequest request) {
          return client.callTool(request).block();
        }

        @Override
        public ListToolsResult list(String cursor) {
          return client.listTools(cursor).block();
        }

        @Override
        public ListToolsResult list() {
          return client.listTools().block();
        }

        @Override
        public void close() {
          client.close();
        }

        @Override
        public Object client() {
          return client;
        }
      };
    }
  }
}
