package dev.mcppolicy.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.ai.mcp.client.common.autoconfigure.StdioTransportAutoConfiguration;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connections are guarded by configuration alone, or the application doesn't start. */
class GuardedConnectionsTest {

  private static final String REFUNDS = "mcp.policy.location=classpath:refunds.json";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"SYNC", "ASYNC"})
  void everyConnectionIsGuardedByOneProperty(String type) {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues(REFUNDS, "spring.ai.mcp.client.type=" + type)
        .run(
            context -> {
              ScriptedServer billing = Contexts.server(context, "billing");
              assertThat(Contexts.tools(context))
                  .extracting(tool -> tool.getToolDefinition().name())
                  .noneMatch(name -> name.contains("secret"))
                  .hasSize(4);
              ToolCallback refund = Contexts.tool(context, "refund");

              assertThat(refund.call("{\"amount\":80}")).contains("amount=80");
              assertThatThrownBy(() -> refund.call("{\"amount\":500}"))
                  .hasMessageContaining("[POLICY DENIED] Refunds above 100 need a person.");
              assertThat(billing.calls()).hasSize(1);
            });
  }

  @Test
  void connectionsThatShareAPolicyShareItsLimits() {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues(REFUNDS)
        .run(
            context -> {
              List<ToolCallback> runs =
                  Arrays.stream(Contexts.tools(context))
                      .filter(tool -> tool.getToolDefinition().name().endsWith("run"))
                      .toList();
              assertThat(runs).hasSize(2);

              assertThat(runs.get(0).call("{}")).isNotEmpty();
              assertThatThrownBy(() -> runs.get(1).call("{}"))
                  .hasMessageContaining("[POLICY DENIED]");
            });
  }

  @Test
  void aConnectionCanHaveAPolicyOfItsOwn() {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues(REFUNDS, "mcp.policy.connections.shop.location=classpath:nothing.json")
        .run(
            context -> {
              assertThatThrownBy(() -> Contexts.tool(context, "sell").call("{}"))
                  .hasMessageContaining("[POLICY DENIED]");
              assertThat(Contexts.server(context, "shop").calls()).isEmpty();
              assertThat(Contexts.tool(context, "refund").call("{}")).isNotEmpty();
            });
  }

  @Test
  void aGrantCanHaveAPolicyOfItsOwnOnAConnection() {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues(
            "mcp.policy.grant=clerk",
            "mcp.policy.grants.clerk=classpath:refunds.json",
            "mcp.policy.connections.shop.grants.somebody=classpath:refunds.json")
        .run(
            context -> {
              assertThat(Contexts.tool(context, "refund").call("{}")).isNotEmpty();
              assertThat(Contexts.tools(context))
                  .extracting(tool -> tool.getToolDefinition().name())
                  .containsExactly("run", "refund");
            });
  }

  @Test
  void anInvalidPolicyKeepsTheApplicationFromStartingAndShowsEveryProblem() {
    Contexts.plain()
        .withPropertyValues("mcp.policy.location=classpath:broken.json")
        .run(
            context -> {
              assertThat(context).hasFailed();
              FailureAnalysis analysis = analysis(context.getStartupFailure());
              assertThat(analysis.getCause()).isInstanceOf(InvalidPolicyException.class);
              assertThat(analysis.getDescription())
                  .contains("broken.json:1:19", "\"defualt\"", "fortnight");
              assertThat(analysis.getAction()).isEqualTo(StarterMessages.MEND);
            });
  }

  @Test
  void theProblemsOfAllPoliciesAreShown() {
    Contexts.plain()
        .withPropertyValues(
            "mcp.policy.location=classpath:broken.json",
            "mcp.policy.grants.clerk=classpath:broken.json")
        .run(
            context ->
                assertThat(analysis(context.getStartupFailure()).getDescription())
                    .containsSubsequence("\"defualt\"", "\"defualt\""));
  }

  @Test
  void aPolicyThatIsNotThereKeepsTheApplicationFromStarting() {
    assertFails("mcp.policy.location=classpath:gone.json", "gone.json] can't be read.");
  }

  @Test
  void aConnectionWithoutAPolicyKeepsTheApplicationFromStarting() {
    assertFails(
        "mcp.policy.connections.shop.location=classpath:refunds.json",
        "The MCP connection \"billing\" has no policy.");
  }

  @Test
  void aPolicyOfAConnectionThatIsNotThereKeepsTheApplicationFromStarting() {
    assertFails(
        "mcp.policy.connections.biling.location=classpath:refunds.json",
        "mcp.policy.connections.biling has a policy, but there is no MCP connection of that name.",
        REFUNDS);
  }

  @Test
  void aConnectionThatNamesNoPolicyKeepsTheApplicationFromStarting() {
    assertFails(
        "mcp.policy.connections.shop.location=",
        "[mcp.policy.connections.shop.location] were left unbound.",
        REFUNDS);
  }

  @Test
  void aKeyThatIsNotKnownKeepsTheApplicationFromStarting() {
    assertFails("mcp.policy.locatoin=classpath:refunds.json", "mcp.policy", REFUNDS);
    assertFails("mcp.policy.enabled=false", "mcp.policy", REFUNDS);
  }

  @Test
  void aReloadOfWhatIsInNoFileKeepsTheApplicationFromStarting() throws IOException {
    Path jar = folder.resolve("policies.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("policy.json"));
      zip.write("{\"version\":\"1\",\"default\":\"deny\"}".getBytes(UTF_8));
    }

    assertFails(
        "mcp.policy.location=jar:" + jar.toUri() + "!/policy.json",
        "is in no file, and can't be reloaded.",
        "mcp.policy.reload.enabled=true");
  }

  private static void assertFails(String property, String message, String... more) {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues(property)
        .withPropertyValues(more)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .satisfies(
                        failure ->
                            assertThat(messages(failure))
                                .as("%s", failure)
                                .anyMatch(it -> it.contains(message))));
  }

  private static List<String> messages(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .map(it -> String.valueOf(it.getMessage()))
        .toList();
  }

  private static FailureAnalysis analysis(Throwable failure) {
    return new PolicyFailureAnalyzer().analyze(failure);
  }

  @Test
  void anApplicationWithoutConnectionsStartsWithoutAPolicy() {
    Contexts.plain().run(context -> assertThat(context).hasNotFailed());
  }

  @Configuration(proxyBeanMethods = false)
  static class EarlyTransports extends Contexts.Servers {

    @Bean
    static BeanFactoryPostProcessor hasty() {
      return factory -> factory.getBean("billingTransports");
    }
  }

  @Test
  void aConnectionThatWasBuiltTooEarlyKeepsTheApplicationFromStarting() {
    Contexts.plain()
        .withUserConfiguration(EarlyTransports.class)
        .withPropertyValues(REFUNDS)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessage(
                        "The MCP connection \"billing\" was built before its policy could be put"
                            + " before it."));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClient {

    @Bean
    McpSyncClient mine() {
      return McpClient.sync(new ScriptedServer("run")).build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClients {

    @Bean
    List<McpAsyncClient> mcpAsyncClients() {
      return List.of(McpClient.async(new ScriptedServer("run")).build());
    }
  }

  @Test
  void aClientThatTheApplicationBuildsKeepsItFromStarting() {
    for (Class<?> application : List.of(OwnClient.class, OwnClients.class)) {
      Contexts.plain()
          .withUserConfiguration(application)
          .withPropertyValues(REFUNDS)
          .run(
              context ->
                  assertThat(messages(context.getStartupFailure()))
                      .anyMatch(
                          it -> it.endsWith("is an MCP client that no policy is put before.")));
    }
  }

  @Test
  void aClientThatTheApplicationGuardsItselfHasToBeNamed() {
    Contexts.plain()
        .withUserConfiguration(OwnClient.class)
        .withPropertyValues(REFUNDS, "mcp.policy.own-clients=mine")
        .run(context -> assertThat(context).hasNotFailed());
  }

  /** Processes are started when a client is initialised, which this one isn't. */
  @Test
  void theTransportsOfSpringAiAreGuarded() {
    Contexts.plain()
        .withConfiguration(AutoConfigurations.of(StdioTransportAutoConfiguration.class))
        .withPropertyValues(
            REFUNDS,
            "spring.ai.mcp.client.initialized=false",
            "spring.ai.mcp.client.stdio.connections.files.command=none",
            "spring.ai.mcp.client.stdio.connections.files.args=none")
        .run(
            context -> {
              assertThat((List<?>) context.getBean("stdioTransports"))
                  .singleElement()
                  .isInstanceOfSatisfying(
                      NamedClientMcpTransport.class,
                      transport -> {
                        assertThat(transport.name()).isEqualTo("files");
                        assertThat(transport.transport())
                            .isNotInstanceOf(StdioClientTransport.class);
                      });
              assertThat(context.getBean(ConnectionPolicies.class).connections())
                  .containsExactly("files");
            });
  }

  @Test
  void aListThatIsRegisteredPastTheContainerKeepsTheApplicationFromStarting() {
    Contexts.plain()
        .withPropertyValues(REFUNDS)
        .withInitializer(
            context ->
                context
                    .getBeanFactory()
                    .registerSingleton(
                        "smuggled",
                        new NamedClientMcpTransport("smuggled", new ScriptedServer("run"))))
        .run(
            context ->
                assertThat(messages(context.getStartupFailure()))
                    .anyMatch(it -> it.startsWith("The MCP connection \"smuggled\" was built")));
  }

  @Configuration(proxyBeanMethods = false)
  static class BeanAndList {

    @Bean
    NamedClientMcpTransport billing() {
      return new NamedClientMcpTransport("billing", new ScriptedServer("run"));
    }

    @Bean
    List<NamedClientMcpTransport> transports(NamedClientMcpTransport billing) {
      return List.of(billing);
    }
  }

  @Test
  void aTransportThatIsABeanAndInAListIsGuardedOnce() {
    Contexts.plain()
        .withUserConfiguration(BeanAndList.class)
        .withPropertyValues(REFUNDS)
        .run(
            context -> {
              assertThat((List<?>) context.getBean("transports"))
                  .singleElement()
                  .isSameAs(context.getBean("billing"));
              assertThat(Contexts.tool(context, "run").call("{}")).isNotEmpty();
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Customized extends Contexts.Servers {

    @Bean
    PolicyEnforcerCustomizer throwing() {
      return PolicyEnforcer.Builder::throwing;
    }
  }

  @Test
  void theApplicationCanChangeHowEnforcersAreBuilt() {
    Contexts.plain()
        .withUserConfiguration(Customized.class)
        .withPropertyValues(REFUNDS)
        .run(
            context ->
                assertThatThrownBy(() -> Contexts.tool(context, "refund").call("{\"amount\":500}"))
                    .hasMessageContaining("Refunds above 100 need a person."));
  }
}
