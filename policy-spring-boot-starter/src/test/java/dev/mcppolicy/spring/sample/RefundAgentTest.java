package dev.mcppolicy.spring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.mcp.ScriptedServer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A whole application, started as it is when it is shipped, but for its server and its model. */
class RefundAgentTest {

  /** In the place of what {@code spring.ai.mcp.client} and a model's starter would bring. */
  @Configuration(proxyBeanMethods = false)
  static class Surroundings {

    @Bean
    ScriptedServer billing() {
      return new ScriptedServer("refund", "secret");
    }

    @Bean
    List<NamedClientMcpTransport> transports(ScriptedServer billing) {
      return List.of(new NamedClientMcpTransport("billing", billing));
    }

    @Bean
    ScriptedModel model() {
      return new ScriptedModel();
    }
  }

  private static ConfigurableApplicationContext start(String... arguments) {
    return new SpringApplicationBuilder(RefundAgent.class, Surroundings.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.main.banner-mode=off",
            "spring.main.log-startup-info=false",
            "spring.config.location=classpath:sample.properties")
        .run(arguments);
  }

  @Test
  void aDeniedCallOfAToolSaysWhy() {
    try (ConfigurableApplicationContext application = start()) {
      ToolCallback[] tools = application.getBean(ToolCallbackProvider.class).getToolCallbacks();

      assertThat(Arrays.stream(tools).map(tool -> tool.getToolDefinition().name()))
          .containsExactly("refund");
      assertThat(tools[0].call("{\"amount\":80}")).contains("amount=80");
      assertThatThrownBy(() -> tools[0].call("{\"amount\":500}"))
          .hasMessageContaining("[POLICY DENIED] Refunds above 100 need a person.");
    }
  }

  @Test
  void theModelReadsTheDenialAsTheResultOfItsCallAndGoesOn() {
    try (ConfigurableApplicationContext application = start()) {
      ScriptedModel model = application.getBean(ScriptedModel.class);
      model
          .calls("refund", "{\"amount\":500}")
          .calls("refund", "{\"amount\":80}")
          .says("I refunded 80.");

      String answer =
          application.getBean(ChatClient.class).prompt("Refund order 17.").call().content();

      assertThat(answer).isEqualTo("I refunded 80.");
      assertThat(model.offered()).containsExactly("refund");
      assertThat(model.seen())
          .satisfiesExactly(
              denial ->
                  assertThat(denial).contains("[POLICY DENIED] Refunds above 100 need a person."),
              result -> assertThat(result).contains("amount=80"));
      assertThat(application.getBean(ScriptedServer.class).calls())
          .extracting(call -> call.get("arguments"))
          .containsExactly(Map.of("amount", 80));
    }
  }

  @Test
  void anApplicationWhoseBeansAreLazyDoesNotStartWithoutAPolicyEither() {
    for (String mistake : List.of("classpath:broken.json", "classpath:gone.json", "")) {
      assertThatThrownBy(
              () ->
                  start(
                          "--spring.main.lazy-initialization=true",
                          "--mcp.policy.location=" + mistake)
                      .close())
          .as(mistake)
          .isNotNull();
    }
  }

  @Test
  void anApplicationWhoseBeansAreLazyIsGuardedToo() {
    try (ConfigurableApplicationContext application =
        start("--spring.main.lazy-initialization=true")) {
      ToolCallback[] tools = application.getBean(ToolCallbackProvider.class).getToolCallbacks();

      assertThatThrownBy(() -> tools[0].call("{\"amount\":500}"))
          .hasMessageContaining("[POLICY DENIED]");
    }
  }
}
