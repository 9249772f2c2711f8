package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.mcp.customizer.McpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** Transport contexts that an application has for its own purposes. */
class CallerContextsTest {

  @AfterEach
  void nobodyStaysLoggedIn() {
    SecurityContextHolder.clearContext();
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnContexts {

    @Bean
    McpClientCustomizer<McpClient.SyncSpec> traces(CallerContexts callers) {
      return (name, spec) ->
          spec.transportContextProvider(
              name.equals("billing")
                  ? callers.around(() -> McpTransportContext.create(Map.of("trace", "7")))
                  : () -> McpTransportContext.EMPTY);
    }
  }

  @Test
  void transportContextsOfTheApplicationCarryCallersIfTheyAreAskedTo() {
    Contexts.withSecurity()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues("mcp.policy.location=classpath:callers.json")
        .withUserConfiguration(OwnContexts.class)
        .run(
            context -> {
              CallersTest.login("alice");
              assertThat(Contexts.tool(context, "run").call("{}")).isNotEmpty();
              CallersTest.assertDenied(Contexts.tool(context, "sell"));
            });
  }

  @Test
  void whatAContextHoldsStaysInIt() {
    CallerContexts callers = new CallerContexts(() -> null);
    McpTransportContext context =
        callers.around(() -> McpTransportContext.create(Map.of("trace", "7"))).get();

    assertThat(context.get("trace")).isEqualTo("7");
    assertThat(context.get("other")).isNull();
  }
}
