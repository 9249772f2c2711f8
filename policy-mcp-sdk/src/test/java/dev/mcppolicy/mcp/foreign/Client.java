package dev.mcppolicy.mcp.foreign;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ListPromptsResult;
import io.modelcontextprotocol.spec.McpSchema.ListResourceTemplatesResult;
import io.modelcontextprotocol.spec.McpSchema.ListResourcesResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;

/** What a host does with either kind of client, and waits for. */
interface Client extends AutoCloseable {

  InitializeResult initialize();

  ListToolsResult listTools();

  CallToolResult call(CallToolRequest request);

  ListResourcesResult listResources();

  ListResourceTemplatesResult listResourceTemplates();

  ReadResourceResult read(ReadResourceRequest request);

  ListPromptsResult listPrompts();

  GetPromptResult prompt(GetPromptRequest request);

  CompleteResult complete(CompleteRequest request);

  void setLevel(LoggingLevel level);

  void addRoot(Root root);

  @Override
  void close();

  default CallToolResult call(String tool, Map<String, Object> arguments) {
    return call(new CallToolRequest(tool, arguments));
  }

  default String say(String tool, Map<String, Object> arguments) {
    return textOf(call(tool, arguments));
  }

  default List<String> tools() {
    return listTools().tools().stream().map(Tool::name).toList();
  }

  static String textOf(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  static Client of(McpSyncClient client) {
    return new Client() {
      @Override
      public InitializeResult initialize() {
        return client.initialize();
      }

      @Override
      public ListToolsResult listTools() {
        return client.listTools();
      }

      @Override
      public CallToolResult call(CallToolRequest request) {
        return client.callTool(request);
      }

      @Override
      public ListResourcesResult listResources() {
        return client.listResources();
      }

      @Override
      public ListResourceTemplatesResult listResourceTemplates() {
        return client.listResourceTemplates();
      }

      @Override
      public ReadResourceResult read(ReadResourceRequest request) {
        return client.readResource(request);
      }

      @Override
      public ListPromptsResult listPrompts() {
        return client.listPrompts();
      }

      @Override
      public GetPromptResult prompt(GetPromptRequest request) {
        return client.getPrompt(request);
      }

      @Override
      public CompleteResult complete(CompleteRequest request) {
        return client.completeCompletion(request);
      }

      @Override
      public void setLevel(LoggingLevel level) {
        client.setLoggingLevel(level);
      }

      @Override
      public void addRoot(Root root) {
        client.addRoot(root);
      }

      @Override
      public void close() {
        client.closeGracefully();
      }
    };
  }

  static Client of(McpAsyncClient client) {
    return new Client() {
      @Override
      public InitializeResult initialize() {
        return client.initialize().block();
      }

      @Override
      public ListToolsResult listTools() {
        return client.listTools().block();
      }

      @Override
      public CallToolResult call(CallToolRequest request) {
        return client.callTool(request).block();
      }

      @Override
      public ListResourcesResult listResources() {
        return client.listResources().block();
      }

      @Override
      public ListResourceTemplatesResult listResourceTemplates() {
        return client.listResourceTemplates().block();
      }

      @Override
      public ReadResourceResult read(ReadResourceRequest request) {
        return client.readResource(request).block();
      }

      @Override
      public ListPromptsResult listPrompts() {
        return client.listPrompts().block();
      }

      @Override
      public GetPromptResult prompt(GetPromptRequest request) {
        return client.getPrompt(request).block();
      }

      @Override
      public CompleteResult complete(CompleteRequest request) {
        return client.completeCompletion(request).block();
      }

      @Override
      public void setLevel(LoggingLevel level) {
        client.setLoggingLevel(level).block();
      }

      @Override
      public void addRoot(Root root) {
        client.addRoot(root).block();
      }

      @Override
      public void close() {
        client.closeGracefully().block();
      }
    };
  }
}
