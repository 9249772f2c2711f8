package dev.mcppolicy.spring;

import dev.mcppolicy.mcp.ScriptedServer;
import java.util.Arrays;
import java.util.List;
import org.springframework.ai.mcp.client.common.autoconfigure.McpClientAutoConfiguration;
import org.springframework.ai.mcp.client.common.autoconfigure.McpToolCallbackAutoConfiguration;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** Applications whose servers are in memory. */
final class Contexts {

  private Contexts() {}

  /** Two servers, as the connections {@code billing} and {@code shop}. */
  @Configuration(proxyBeanMethods = false)
  static class Servers {

    @Bean
    ScriptedServer billing() {
      return new ScriptedServer("run", "refund", "secret");
    }

    @Bean
    ScriptedServer shop() {
      return new ScriptedServer("run", "sell");
    }

    @Bean
    List<NamedClientMcpTransport> billingTransports(ScriptedServer billing) {
      return List.of(new NamedClientMcpTransport("billing", billing));
    }

    @Bean
    List<NamedClientMcpTransport> shopTransports(ScriptedServer shop) {
      return List.of(new NamedClientMcpTransport("shop", shop));
    }
  }

  /** An application with all that the starter knows on its class path. */
  static ApplicationContextRunner withSecurity() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                McpPolicyAutoConfiguration.class,
                McpClientAutoConfiguration.class,
                McpToolCallbackAutoConfiguration.class));
  }

  /** An application that doesn't tell its callers apart. */
  static ApplicationContextRunner plain() {
    return withSecurity().withClassLoader(new FilteredClassLoader(SecurityContextHolder.class));
  }

  /** The tool whose name ends so: Spring AI puts the connection before names that come twice. */
  static ToolCallback tool(ApplicationContext context, String name) {
    return Arrays.stream(tools(context))
        .filter(tool -> tool.getToolDefinition().name().endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  static ToolCallback[] tools(ApplicationContext context) {
    return context.getBean(ToolCallbackProvider.class).getToolCallbacks();
  }

  static ScriptedServer server(ApplicationContext context, String name) {
    return context.getBean(name, ScriptedServer.class);
  }
}
