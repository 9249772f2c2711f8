package dev.mcppolicy.spring;

import dev.mcppolicy.metrics.PolicyMetrics;
import dev.mcppolicy.metrics.ReloadMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.modelcontextprotocol.client.McpClient;
import java.time.Duration;
import org.springframework.ai.mcp.customizer.McpClientCustomizer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Puts a policy before every MCP connection of Spring AI.
 *
 * <p>Each connection is judged by the policy of {@code mcp.policy.location}, or one of its own. An
 * application in which a connection would have none, or with a policy that doesn't load, doesn't
 * start. Beans of these types are used: {@code Approver}, {@code CounterStore}, {@code
 * DecisionListener} (all), {@code DecisionRecorder}, {@code PolicyClock}, {@code ReloadGuard},
 * {@code ReloadListener} (all), {@link CallerResolver} and {@link PolicyEnforcerCustomizer} (all).
 *
 * <p>It has no property that turns it off; an application that wants no policy leaves out the
 * starter. One that excludes this class from auto-configuration has no policy, either.
 */
@AutoConfiguration(
    beforeName =
        "org.springframework.ai.mcp.client.common.autoconfigure.McpClientAutoConfiguration")
@EnableConfigurationProperties(McpPolicyProperties.class)
public final class McpPolicyAutoConfiguration {

  private static final Duration SPRING_AI_REQUEST_TIMEOUT = Duration.ofSeconds(20);

  /** Creates a configuration. */
  public McpPolicyAutoConfiguration() {}

  @Bean
  static GuardedTransports mcpPolicyGuardedTransports(
      ConfigurableListableBeanFactory beans,
      ObjectProvider<ConnectionPolicies> policies,
      ObjectProvider<McpPolicyProperties> properties) {
    return new GuardedTransports(
        beans, policies::getObject, () -> properties.getObject().ownClients());
  }

  @Bean
  DecisionTally mcpPolicyDecisions() {
    return new DecisionTally();
  }

  @Bean
  Callers mcpPolicyCallers(McpPolicyProperties properties, ListableBeanFactory beans) {
    CallerResolver resolver = new UsedBeans(beans).one(CallerResolver.class).orElse(null);
    return Callers.of(properties.grant(), resolver);
  }

  @Bean
  CallerContexts mcpPolicyCallerContexts(Callers callers) {
    return callers.contexts();
  }

  /** Not lazy, even if all other beans are: an invalid policy has to be seen at once. */
  @Bean
  @Lazy(false)
  ConnectionPolicies mcpPolicyConnections(
      McpPolicyProperties properties,
      Callers callers,
      Environment environment,
      ListableBeanFactory beans) {
    PropertyKeys.check(environment, beans, properties);
    Duration timeout = properties.requestTimeout();
    if (timeout == null) {
      timeout =
          Binder.get(environment)
              .bind("spring.ai.mcp.client.request-timeout", Duration.class)
              .orElse(SPRING_AI_REQUEST_TIMEOUT);
    }
    return ConnectionPolicies.open(
        properties, new EnforcerParts(properties, timeout, callers, new UsedBeans(beans)));
  }

  @Bean
  @Lazy(false)
  GuardCheck mcpPolicyGuardCheck(
      ConfigurableListableBeanFactory beans, GuardedTransports guard, ConnectionPolicies policies) {
    return new GuardCheck(beans, guard, policies);
  }

  /** Tells callers apart whom Spring Security knows. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.security.core.context.SecurityContextHolder")
  @Conditional(NoFixedGrant.class)
  static final class Security {

    @Bean
    @ConditionalOnMissingBean(CallerResolver.class)
    AuthenticatedCallers mcpPolicyAuthenticatedCallers() {
      return new AuthenticatedCallers();
    }
  }

  /** Carries callers to transports. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.ai.mcp.customizer.McpClientCustomizer")
  static final class Clients {

    /** The first, so that an application's own transport contexts win. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    McpClientCustomizer<McpClient.SyncSpec> mcpPolicyCallersOfClients(Callers callers) {
      return (name, spec) -> callers.carry(spec);
    }
  }

  /** Carries callers to transports in Spring AI 1.1. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = EarlierClients.CUSTOMIZER)
  @Import(EarlierClients.class)
  static final class Earlier {}

  /** Shows decisions and counters to Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static final class Metrics {

    @Bean
    @ConditionalOnMissingBean
    PolicyMetrics mcpPolicyMetrics() {
      return PolicyMetrics.builder().build();
    }

    @Bean
    SmartInitializingSingleton mcpPolicyMeteredEngines(
        PolicyMetrics metrics, ConnectionPolicies policies) {
      return () -> policies.all().forEach(set -> metrics.watch(set.enforcer().engine()));
    }

    /** Of the first source: meters of several would be the same. */
    @Bean
    MeterBinder mcpPolicyReloadMetrics(ConnectionPolicies policies) {
      return registry ->
          policies.all().stream()
              .flatMap(set -> set.source().stream())
              .findFirst()
              .ifPresent(source -> ReloadMetrics.of(source).bindTo(registry));
    }
  }

  /** Shows the policies to whoever operates the application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
  static final class Actuator {

    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = PolicyEndpoint.class)
    PolicyEndpoint mcpPolicyEndpoint(ConnectionPolicies policies, DecisionTally decisions) {
      return new PolicyEndpoint(policies, decisions);
    }
  }

  /** Shows the health of policies and counters. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static final class HealthOfPolicies {

    @Bean
    @ConditionalOnEnabledHealthIndicator("mcppolicy")
    PolicyHealth mcpPolicyHealthIndicator(ConnectionPolicies policies) {
      return new PolicyHealth(policies);
    }
  }
}
