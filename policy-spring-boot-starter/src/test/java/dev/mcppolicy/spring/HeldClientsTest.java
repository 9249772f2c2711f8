package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.PriorityOrdered;

/** A client that no policy is put before is found wherever it is a bean, or in one. */
class HeldClientsTest {

  private final ApplicationContextRunner plain =
      Contexts.plain().withPropertyValues("mcp.policy.location=classpath:refunds.json");

  private static McpSyncClient client() {
    return McpClient.sync(new ScriptedServer("run")).build();
  }

  @Configuration(proxyBeanMethods = false)
  static class InMap {

    @Bean
    Map<String, McpSyncClient> own() {
      return Map.of("own", client());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class AsKey {

    @Bean
    Map<McpSyncClient, String> own() {
      return Map.of(client(), "own");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InSet {

    @Bean
    Set<McpAsyncClient> own() {
      return Set.of(McpClient.async(new ScriptedServer("run")).build());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InArray {

    @Bean
    McpSyncClient[] own() {
      return new McpSyncClient[] {client()};
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InOptional {

    @Bean
    Optional<McpSyncClient> own() {
      return Optional.of(client());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InListOfMaps {

    @Bean
    List<Map<String, ? extends AutoCloseable>> own() {
      return List.of(Map.of("own", client()));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class BesideATransport {

    @Bean
    List<Object> own() {
      return List.of(new NamedClientMcpTransport("billing", new ScriptedServer("run")), client());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InItself {

    @Bean
    List<Object> own() {
      List<Object> own = new ArrayList<>();
      own.add(own);
      own.add(null);
      own.add(client());
      return own;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NeededByAFactoryPostProcessor {

    @Bean
    static McpSyncClient own() {
      return client();
    }

    @Bean
    static BeanFactoryPostProcessor hasty() {
      return factory -> factory.getBean("own");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NeededByAPostProcessor {

    @Bean
    static Map<String, McpSyncClient> own() {
      return Map.of("own", client());
    }

    @Bean
    static Hasty hasty(@Qualifier("own") Map<String, McpSyncClient> own) {
      return new Hasty();
    }
  }

  /** It is made before what guards transports. */
  private static final class Hasty implements BeanPostProcessor, PriorityOrdered {

    @Override
    public int getOrder() {
      return 0;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Registered {

    @Bean
    static BeanFactoryPostProcessor registering() {
      return factory -> factory.registerSingleton("own", client());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class MadeEarly {

    @Bean
    static FactoryBean<McpSyncClient> own() {
      return new Maker();
    }

    @Bean
    static BeanFactoryPostProcessor hasty() {
      return factory -> factory.getBean("own");
    }
  }

  private static final class Maker implements FactoryBean<McpSyncClient> {

    @Override
    public McpSyncClient getObject() {
      return client();
    }

    @Override
    public Class<?> getObjectType() {
      return McpSyncClient.class;
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        InMap.class,
        AsKey.class,
        InSet.class,
        InArray.class,
        InOptional.class,
        InListOfMaps.class,
        BesideATransport.class,
        InItself.class,
        NeededByAFactoryPostProcessor.class,
        NeededByAPostProcessor.class,
        Registered.class,
        MadeEarly.class
      })
  void aClientThatIsNotGuardedKeepsTheApplicationFromStarting(Class<?> application) {
    assertFails(
        plain.withUserConfiguration(application),
        "The bean \"own\" is an MCP client that no policy is put before.",
        StarterMessages.guardClient("own"));
    plain
        .withUserConfiguration(application)
        .withPropertyValues("mcp.policy.own-clients=own")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void aClientOfAParentKeepsTheApplicationFromStarting() {
    try (AnnotationConfigApplicationContext parent =
        new AnnotationConfigApplicationContext(InMap.class)) {
      assertFails(
          plain.withParent(parent),
          "The bean \"own\" is an MCP client that no policy is put before.",
          StarterMessages.guardClient("own"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NewTransports {

    @Bean
    @Scope("prototype")
    List<NamedClientMcpTransport> billing() {
      return List.of(new NamedClientMcpTransport("billing", new ScriptedServer("run")));
    }

    @Bean
    static BeanFactoryPostProcessor hasty() {
      return factory -> factory.getBean("mcpSyncClients");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class UnderTheNameOfSpringAis {

    @Bean
    static BeanFactoryPostProcessor registering() {
      return factory -> factory.registerSingleton("mcpSyncClients", List.of(client()));
    }
  }

  @Test
  void clientsOfSpringAiThatWereMadeTooEarlyKeepTheApplicationFromStarting() {
    for (Class<?> application : List.of(NewTransports.class, UnderTheNameOfSpringAis.class)) {
      assertFails(
          plain.withUserConfiguration(application),
          "The clients in the bean \"mcpSyncClients\" weren't built by Spring AI when policies"
              + " could be put before them.",
          StarterMessages.EARLY_ACTION);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class ByName extends Contexts.Servers {

    @Bean
    Map<String, McpSyncClient> byName(@Qualifier("mcpSyncClients") List<McpSyncClient> all) {
      return Map.of("first", all.get(0), "second", all.get(1));
    }
  }

  @Test
  void theClientsOfSpringAiMayBeHeldInOtherBeans() {
    plain
        .withUserConfiguration(ByName.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat((Map<?, ?>) context.getBean("byName")).hasSize(2);
            });
  }

  /** As one whose contents are elsewhere. */
  private static final class Distant extends AbstractMap<String, Long> {

    @Override
    public Set<Entry<String, Long>> entrySet() {
      throw new IllegalStateException("not to be looked into");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class InACluster {

    @Bean
    Distant sessions() {
      return new Distant();
    }

    @Bean
    Map<String, Long> totals() {
      return new Distant();
    }
  }

  @Test
  void aCollectionThatCannotHoldClientsIsNotOpened() {
    plain
        .withUserConfiguration(InACluster.class)
        .run(context -> assertThat(context).hasNotFailed());
  }

  private static void assertFails(
      ApplicationContextRunner application, String message, String action) {
    application.run(
        context ->
            assertThat(context)
                .getFailure()
                .extracting(HeldClientsTest::problem)
                .satisfies(
                    problem -> {
                      assertThat(problem).hasMessage(message);
                      assertThat(problem.action()).isEqualTo(action);
                    }));
  }

  private static PolicyConfigurationException problem(Throwable failure) {
    return (PolicyConfigurationException) NestedExceptionUtils.getMostSpecificCause(failure);
  }
}
