package dev.mcppolicy.frameworks.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.mcp.McpToolsChangedEvent;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clients that Spring Boot builds, and other ones that are beans. */
class SpringBootTest {

  private static final Policy ONE_CALL =
      Policy.parse(
          """
          {"version": "1", "default": "allow", "hide": ["secret"],
           "tools": {
             "run": {"limits": [{"counter": "runs", "window": "hour", "max": 1}]},
             "refund": {"deny_if": [{"conditions":
                 [{"path": "server.name", "op": "eq", "value": "billing"}]}]}}}
          """);

  @Configuration
  static class Servers {

    @Bean
    ScriptedServer billing() {
      return new ScriptedServer("run", "refund", "secret");
    }

    @Bean
    List<NamedClientMcpTransport> transports(ScriptedServer billing) {
      return List.of(new NamedClientMcpTransport("billing", billing));
    }

    @Bean
    static PolicyEnforcer enforcer() {
      return PolicyEnforcer.of(ONE_CALL);
    }
  }

  @Configuration
  @EnableAutoConfiguration
  static class TransportsAreGuarded extends Servers {

    @Bean
    static GuardedTransports guardedTransports(PolicyEnforcer enforcer) {
      return new GuardedTransports(enforcer);
    }
  }

  @Configuration
  @EnableAutoConfiguration
  static class ClientsAreGuarded extends Servers {

    @Bean
    static GuardedClients guardedClients(PolicyEnforcer enforcer) {
      return new GuardedClients(enforcer);
    }
  }

  private static ConfigurableApplicationContext run(
      Class<?> application, String type, String... properties) {
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.main.banner-mode=off",
            "spring.main.log-startup-info=false",
            "spring.ai.mcp.client.type=" + type)
        .properties(properties)
        .run();
  }

  @ParameterizedTest
  @CsvSource({
    "SYNC,true,true", "ASYNC,true,true", "SYNC,false,true", "ASYNC,false,true",
    "SYNC,true,false", "ASYNC,true,false", "SYNC,false,false", "ASYNC,false,false"
  })
  void theToolsThatSpringBootOffersAreGuarded(
      String type, boolean transports, boolean initialized) {
    try (ConfigurableApplicationContext context =
        run(
            transports ? TransportsAreGuarded.class : ClientsAreGuarded.class,
            type,
            "spring.ai.mcp.client.initialized=" + initialized)) {
      ScriptedServer billing = context.getBean(ScriptedServer.class);
      ToolCallback[] tools = context.getBean(ToolCallbackProvider.class).getToolCallbacks();

      assertThat(tools)
          .extracting(tool -> tool.getToolDefinition().name())
          .containsExactly("run", "refund");
      assertThat(tools[0].call("{\"n\":1}")).contains("n=1");
      assertThatThrownBy(() -> tools[0].call("{}")).hasMessageContaining("[POLICY DENIED]");
      assertThat(billing.calls()).hasSize(1);
      assertThat(billing.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "ASYNC,true", "SYNC,false", "ASYNC,false"})
  void aListThatHasChangedIsFilteredToo(String type, boolean transports) throws Exception {
    try (ConfigurableApplicationContext context =
        run(transports ? TransportsAreGuarded.class : ClientsAreGuarded.class, type)) {
      BlockingQueue<McpToolsChangedEvent> events = new LinkedBlockingQueue<>();
      context.addApplicationListener(
          new ApplicationListener<McpToolsChangedEvent>() {
            @Override
            public void onApplicationEvent(McpToolsChangedEvent event) {
              events.add(event);
            }
          });
      ToolCallbackProvider tools = context.getBean(ToolCallbackProvider.class);
      assertThat(tools.getToolCallbacks()).hasSize(2);

      ScriptedServer billing = context.getBean(ScriptedServer.class);
      billing.on(
          "tools/list",
          exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("secret", "new"))));
      billing.notifies("notifications/tools/list_changed", null);
      McpToolsChangedEvent event = events.poll(30, TimeUnit.SECONDS);
      context.publishEvent(event); // whoever hears it after this test has heard it now too

      assertThat(tools.getToolCallbacks())
          .extracting(tool -> tool.getToolDefinition().name())
          .containsExactly("new");
      if (transports) {
        assertThat(event.getTools()).extracting(Tool::name).containsExactly("new");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYNC", "ASYNC"})
  void aConnectionIsTheServerThatThePolicyNames(String type) {
    try (ConfigurableApplicationContext context = run(TransportsAreGuarded.class, type)) {
      ToolCallback[] tools = context.getBean(ToolCallbackProvider.class).getToolCallbacks();

      assertThatThrownBy(() -> tools[1].call("{}")).hasMessageContaining("[POLICY DENIED]");
      assertThat(context.getBean(ScriptedServer.class).calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"SYNC,true", "ASYNC,true", "SYNC,false", "ASYNC,false"})
  void theConnectionIsClosedWithTheApplication(String type, boolean transports) {
    ScriptedServer billing;
    try (ConfigurableApplicationContext context =
        run(transports ? TransportsAreGuarded.class : ClientsAreGuarded.class, type)) {
      billing = context.getBean(ScriptedServer.class);
      assertThat(billing.received("initialize")).hasSize(1);
    }

    assertThat(billing.closings()).isPositive();
  }

  @Configuration
  static class OwnClients {

    @Bean
    static PolicyEnforcer enforcer() {
      return PolicyEnforcer.of(ONE_CALL);
    }

    @Bean
    static GuardedClients guardedClients(PolicyEnforcer enforcer) {
      return new GuardedClients(enforcer);
    }

    @Bean
    McpSyncClient sync() {
      return McpClient.sync(new ScriptedServer("run", "secret")).build();
    }

    @Bean
    McpAsyncClient async() {
      return McpClient.async(new ScriptedServer("secret", "walk")).build();
    }

    /** A list of clients that are beans themselves. */
    @Bean
    List<McpSyncClient> mcpSyncClients(McpSyncClient sync) {
      return List.of(sync);
    }

    @Bean
    List<Object> others() {
      return List.of("left", "as", "it", "is");
    }
  }

  @Test
  @SuppressWarnings("deprecation") // there is no other way that each line of the SDK knows
  void clientsThatAreBeansAreGuardedOnce() {
    try (var context = new AnnotationConfigApplicationContext(OwnClients.class)) {
      McpSyncClient sync = context.getBean(McpSyncClient.class);
      List<?> list = context.getBean("mcpSyncClients", List.class);

      assertThat(list).hasSize(1).first().isSameAs(sync);
      assertThat(sync.listTools().tools()).extracting(Tool::name).containsExactly("run");
      assertThat(sync.callTool(new CallToolRequest("run", Map.of())).isError()).isFalse();
      CallToolResult second = sync.callTool(new CallToolRequest("run", Map.of()));
      assertThat(second.isError()).isTrue();
      assertThat(context.getBean(McpAsyncClient.class).listTools().block().tools())
          .extracting(Tool::name)
          .containsExactly("walk");
    }
  }

  @Configuration
  static class OwnTransports {

    @Bean
    static GuardedTransports guardedTransports() {
      return new GuardedTransports(PolicyEnforcer.of(ONE_CALL));
    }

    @Bean
    NamedClientMcpTransport billing() {
      return new NamedClientMcpTransport("billing", new ScriptedServer("run"));
    }

    /** A list of transports that are beans themselves. */
    @Bean
    List<NamedClientMcpTransport> transports(NamedClientMcpTransport billing) {
      return List.of(billing);
    }
  }

  @Test
  void transportsThatAreBeansAreGuardedOnce() {
    try (var context = new AnnotationConfigApplicationContext(OwnTransports.class)) {
      NamedClientMcpTransport billing = context.getBean(NamedClientMcpTransport.class);
      List<?> list = context.getBean("transports", List.class);

      assertThat(billing.transport()).isNotInstanceOf(ScriptedServer.class);
      assertThat(list).hasSize(1).first().isSameAs(billing);
    }
  }

  @Test
  void otherBeansAreLeftAsTheyAre() {
    try (var context = new AnnotationConfigApplicationContext(OwnClients.class)) {
      assertThat(Arrays.asList(context.getBean("others", List.class).toArray()))
          .containsExactly("left", "as", "it", "is");
    }
  }
}
