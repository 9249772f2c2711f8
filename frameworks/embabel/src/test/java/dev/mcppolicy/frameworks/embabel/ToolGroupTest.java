package dev.mcppolicy.frameworks.embabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.embabel.agent.api.tool.Tool;
import com.embabel.agent.core.ToolGroup;
import com.embabel.agent.core.ToolGroupDescription;
import com.embabel.agent.tools.mcp.McpToolGroup;
import dev.mcppolicy.mcp.ScriptedServer;
import dev.mcppolicy.spring.McpPolicyAutoConfiguration;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.ai.mcp.client.common.autoconfigure.McpClientAutoConfiguration;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Embabel's own group of tools, on the clients that Spring AI has built. */
class ToolGroupTest {

  @Configuration(proxyBeanMethods = false)
  static class Embabel {

    @Bean
    ScriptedServer billing() {
      return new ScriptedServer("refund", "secret");
    }

    @Bean
    List<NamedClientMcpTransport> transports(ScriptedServer billing) {
      return List.of(new NamedClientMcpTransport("billing", billing));
    }

    @Bean
    ToolGroup refunds(List<McpSyncClient> clients) {
      return new McpToolGroup(
          ToolGroupDescription.create("Refunds of orders", "refunds"),
          "shop",
          "refunds",
          Set.of(),
          clients,
          tool -> true);
    }
  }

  private static void run(BiConsumer<List<Tool>, ScriptedServer> test) {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                McpPolicyAutoConfiguration.class, McpClientAutoConfiguration.class))
        .withUserConfiguration(Embabel.class)
        .withPropertyValues(
            "mcp.policy.location=classpath:refunds.json", "mcp.policy.grant=refund-agent")
        .run(
            context ->
                test.accept(
                    context.getBean(ToolGroup.class).getTools(),
                    context.getBean(ScriptedServer.class)));
  }

  @Test
  void theSdkIsTheOneThatEmbabelBrings() {
    assertThat(McpSyncClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("/mcp-core-" + System.getProperty("mcppolicy.framework.sdk") + ".jar");
  }

  @Test
  void hiddenToolsAreInNoGroup() {
    run(
        (tools, server) ->
            assertThat(tools)
                .singleElement()
                .satisfies(tool -> assertThat(tool.getDefinition().getName()).contains("refund")));
  }

  @Test
  void aDenialIsAnErrorThatSaysWhy() {
    run(
        (tools, server) -> {
          Tool refund = tools.get(0);

          assertThat(refund.call("{\"amount\":500}"))
              .isInstanceOfSatisfying(
                  Tool.Result.Error.class,
                  error ->
                      assertThat(error.getMessage())
                          .contains("[POLICY DENIED] Refunds above 100 need a person."));
          assertThat(server.calls()).isEmpty();
          assertThat(refund.call("{\"amount\":80}"))
              .isInstanceOfSatisfying(
                  Tool.Result.Text.class,
                  text -> assertThat(text.getContent()).contains("amount=80"));
        });
  }
}
