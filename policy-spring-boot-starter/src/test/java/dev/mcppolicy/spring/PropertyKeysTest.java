package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Caller;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A key says what it means, or the application doesn't start. */
class PropertyKeysTest {

  private static final String SHARED = "mcp.policy.location=classpath:refunds.json";
  private static final String STRICT = "=classpath:nothing.json";

  private final ApplicationContextRunner shop =
      Contexts.plain().withUserConfiguration(Contexts.Servers.class).withPropertyValues(SHARED);

  private ApplicationContextRunner calledBy(String grant) {
    return shop.withBean(CallerResolver.class, () -> () -> Caller.of(grant));
  }

  private static ApplicationContextRunner withVariables(
      ApplicationContextRunner application, String... variables) {
    return withSource(
        application,
        new SystemEnvironmentPropertySource("systemEnvironment", Map.copyOf(map(variables))));
  }

  /** As those of {@code -D}, which are of the whole JVM. */
  private static ApplicationContextRunner withSystemProperties(
      ApplicationContextRunner application, String... properties) {
    return withSource(
        application, new MapPropertySource("systemProperties", Map.copyOf(map(properties))));
  }

  private static ApplicationContextRunner withSource(
      ApplicationContextRunner application, PropertySource<?> source) {
    return application.withInitializer(
        context -> context.getEnvironment().getPropertySources().replace(source.getName(), source));
  }

  private static Map<String, String> map(String... pairs) {
    return Arrays.stream(pairs)
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "Alice, Alice",
    "alice_smith, alice_smith",
    "alice-smith, alice-smith",
    "[alice@corp], alice@corp",
    "[Alice Smith], Alice Smith",
    "[alice.smith], alice.smith",
    "[a.[b]], a.[b]",
    "[Zoë], Zoë"
  })
  void aGrantIsNamedAsItIsWritten(String written, String grant) {
    for (String scope : new String[] {"", "connections.billing."}) {
      calledBy(grant)
          .withPropertyValues("mcp.policy." + scope + "grants." + written + STRICT)
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                CallersTest.assertDenied(Contexts.tool(context, "refund"));
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alice@corp, alicecorp",
    "Alice Smith, AliceSmith",
    "alice/ops, aliceops",
    "CORP\\alice, CORPalice",
    "Zoë, Zo",
    "-alice, alice"
  })
  void aNameThatWouldBeAlteredKeepsTheApplicationFromStarting(String written, String read) {
    for (String before :
        new String[] {
          "mcp.policy.grants.", "mcp.policy.connections.billing.grants.", "mcp.policy.connections."
        }) {
      String after = before.endsWith("connections.") ? ".location" : "";
      assertFails(
          shop.withPropertyValues(before + written + after + STRICT),
          "The property \""
              + before
              + written
              + after
              + "\" would be read as \""
              + before
              + read
              + after
              + "\".",
          StarterMessages.NAME_IN_BRACKETS);
    }
  }

  @Test
  void aGrantWithADotHasToStandInBrackets() {
    assertFails(
        withSystemProperties(shop, "mcp.policy.grants.alice.smith" + STRICT),
        "The property \"mcp.policy.grants.alice.smith\" isn't known.",
        StarterMessages.KNOWN_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "grants.Alice, grants.alice",
    "grants.alice-smith, grants.alice_smith",
    "grants.[alice], grants.ALICE",
    "grants.[Alice], grants.Alice",
    "connections.billing.grants.Alice, connections.billing.grants.alice",
    "connections.billing.location, connections.BILLING.grants.alice",
    "connections.[my-server].location, connections.my-server.location"
  })
  void namesThatCouldBeTakenForOneAnotherKeepTheApplicationFromStarting(String one, String two) {
    assertFails(
        withSystemProperties(
            shop.withPropertyValues("mcp.policy." + one + STRICT), "mcp.policy." + two + STRICT),
        "The properties \"mcp.policy."
            + one
            + "\" and \"mcp.policy."
            + two
            + "\" can be taken for one another.",
        StarterMessages.NAME_IN_BRACKETS);
  }

  @Test
  void namesInBracketsAreToldApart() {
    calledBy("Alice")
        .withPropertyValues(
            "mcp.policy.grants.[alice]=classpath:refunds.json",
            "mcp.policy.grants.[Alice]" + STRICT)
        .run(context -> CallersTest.assertDenied(Contexts.tool(context, "refund")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MCP_POLICY_GRANTS_BOB",
        "MCP_POLICY_CONNECTIONS_BILLING_GRANTS_BOB",
        "mcp.policy.grants.bob"
      })
  void aVariableThatNamesAGrantKeepsTheApplicationFromStarting(String variable) {
    assertFails(
        withVariables(shop, variable + STRICT),
        "The environment variable \""
            + variable
            + "\" names a grant, and can't say how its name is written.",
        StarterMessages.GRANT_IN_BRACKETS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MCP_POLICY_LOCATOIN",
        "MCP_POLICY_GANTS_ALICE",
        "MCP_POLICY_RELOAD_REFUSEWIDERS",
        "MCP_POLICY_RELOAD_REFUSE_WIDERS",
        "MCP_POLICY_OWNCLIENTS_FIRST",
        "MCP_POLICY_CONNECTIONS_MY_SERVER_LOCATION",
        "MCP_POLICY_CONNECTIONS_BILLING_GRANTS_ALICE_SMITH"
      })
  void aVariableThatIsNotKnownKeepsTheApplicationFromStarting(String variable) {
    assertFails(
        withVariables(shop, variable + STRICT),
        "The property \"" + variable + "\" isn't known.",
        StarterMessages.KNOWN_VARIABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp.policy.locatoin",
        "mcp.policy.gants.alice",
        "mcp.policy.reload.refuse-widers",
        "mcp.policy.reload.refuse.wider",
        "mcp.policy.own-clients.first",
        "mcp.policy.conections.billing.location",
        "mcp.policy.connections.billing.locatoin"
      })
  void aSystemPropertyThatIsNotKnownKeepsTheApplicationFromStarting(String property) {
    assertFails(
        withSystemProperties(shop, property + STRICT),
        "The property \"" + property + "\" isn't known.",
        StarterMessages.KNOWN_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp.policy.grants.alice",
        "mcp.policy.connections.billing.location",
        "mcp.policy.connections.billing.grants.alice"
      })
  void aSystemPropertyThatIsEmptyKeepsTheApplicationFromStarting(String property) {
    assertFails(
        withSystemProperties(shop, property + "="),
        "The property \"" + property + "\" says of no policy where it is.",
        StarterMessages.GIVE_LOCATION);
  }

  @Test
  void aVariableThatIsEmptyKeepsTheApplicationFromStarting() {
    for (String variable :
        new String[] {"MCP_POLICY_LOCATION", "MCP_POLICY_CONNECTIONS_BILLING_LOCATION"}) {
      assertFails(
          withVariables(Contexts.plain(), variable + "="),
          "The property \"" + variable + "\" says of no policy where it is.",
          StarterMessages.GIVE_LOCATION);
    }
  }

  @Test
  void variablesAreReadInEachFormThatSpringBootKnows() {
    for (String dash : new String[] {"", "_"}) {
      withVariables(
              Contexts.plain().withUserConfiguration(Contexts.Servers.class),
              "MCP_POLICY_LOCATION=classpath:refunds.json",
              "MCP_POLICY_GRANT=clerk",
              "MCP_POLICY_CONNECTIONS_BILLING_LOCATION" + STRICT,
              "MCP_POLICY_OWN" + dash + "CLIENTS_0=mine",
              "MCP_POLICY_REQUEST" + dash + "TIMEOUT=7s",
              "MCP_POLICY_STORE" + dash + "TIMEOUT=8s",
              "mcp_policy_record" + dash + "timeout=9s",
              "MCP_POLICY_RELOAD_ENABLED=false",
              "MCP_POLICY_RELOAD_INTERVAL=1h",
              "MCP_POLICY_RELOAD_REFUSE" + dash + "WIDER=true")
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                McpPolicyProperties properties = context.getBean(McpPolicyProperties.class);
                assertThat(properties.grant()).isEqualTo("clerk");
                assertThat(properties.ownClients()).containsExactly("mine");
                assertThat(properties.requestTimeout()).hasSeconds(7);
                assertThat(properties.storeTimeout()).hasSeconds(8);
                assertThat(properties.recordTimeout()).hasSeconds(9);
                assertThat(properties.reload().interval()).hasHours(1);
                assertThat(properties.reload().refuseWider()).isTrue();
                CallersTest.assertDenied(Contexts.tool(context, "refund"));
                assertThat(Contexts.tool(context, "sell").call("{}")).isNotEmpty();
              });
    }
  }

  @Test
  void systemPropertiesAreReadInEachFormThatSpringBootKnows() {
    withSystemProperties(
            shop,
            "mcp.policy.reload.refuseWider=true",
            "mcp.policy.STORE_TIMEOUT=8s",
            "mcp.policy.own-clients[0]=mine",
            "mcp.policy.grants.alice" + STRICT)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              McpPolicyProperties properties = context.getBean(McpPolicyProperties.class);
              assertThat(properties.reload().refuseWider()).isTrue();
              assertThat(properties.storeTimeout()).hasSeconds(8);
              assertThat(properties.ownClients()).containsExactly("mine");
              assertThat(properties.grants()).containsOnlyKeys("alice");
            });
  }

  /** Spring Boot binds what a configurer of placeholders has beside the environment, too. */
  @Test
  void propertiesBesideTheEnvironmentAreLookedAt() {
    Properties own = new Properties();
    own.put("mcp.policy.grants.alice@corp", "classpath:nothing.json");
    assertFails(
        shop.withBean(
            PropertySourcesPlaceholderConfigurer.class,
            () -> {
              PropertySourcesPlaceholderConfigurer configurer =
                  new PropertySourcesPlaceholderConfigurer();
              configurer.setProperties(own);
              return configurer;
            }),
        "The property \"mcp.policy.grants.alice@corp\" would be read as"
            + " \"mcp.policy.grants.alicecorp\".",
        StarterMessages.NAME_IN_BRACKETS);
  }

  private static void assertFails(ApplicationContextRunner shop, String message, String action) {
    shop.run(
        context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOfSatisfying(
                    PolicyConfigurationException.class,
                    failure -> {
                      assertThat(failure).hasMessage(message);
                      assertThat(failure.action()).isEqualTo(action);
                    }));
  }
}
