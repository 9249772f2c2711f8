package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What those who operate an application can see of its policies. */
class EndpointTest {

  private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

  private final ApplicationContextRunner shop =
      Contexts.plain()
          .withUserConfiguration(Contexts.Servers.class)
          .withPropertyValues("mcp.policy.location=classpath:refunds.json");

  @Test
  void theEndpointShowsPoliciesAndWhatTheyDoAndNoValues() {
    shop.withPropertyValues(
            EXPOSED,
            "mcp.policy.grants.alice=classpath:nothing.json",
            "mcp.policy.connections.shop.location=classpath:nothing.json")
        .withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class))
        .run(
            context -> {
              Contexts.tool(context, "refund").call("{\"amount\":-4711}");
              assertThatThrownBy(() -> Contexts.tool(context, "sell").call("{}"));
              Map<String, Object> answer = context.getBean(PolicyEndpoint.class).policies();
              String digest = digest("/refunds.json");

              assertThat(answer.toString())
                  .contains(
                      "connections=[billing]",
                      "digest=" + digest,
                      "description=Refunds of the shop",
                      "default=allow",
                      "hide=[secret]",
                      "run={action=allow, limits=1}",
                      "refund={action=allow, deny_if=1, concurrency=5}",
                      "connections=[shop]",
                      "maxKeys=1000000")
                  .doesNotContain("alice", "amount", "4711", "Refunds above");
              assertThat(answer.get("decisions")).isEqualTo(Map.of("allowed", 1L, "denied", 1L));
            });
  }

  @Test
  void theEndpointIsNotThereUnlessItIsExposed() {
    shop.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class))
        .run(context -> assertThat(context).doesNotHaveBean(PolicyEndpoint.class));
  }

  private String digest(String resource) throws Exception {
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      return Policy.parse(in.readAllBytes(), resource).digest();
    }
  }
}
