package dev.mcppolicy.spring;

import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.ai.mcp.client.common.autoconfigure.McpClientAutoConfiguration;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Puts a policy before every transport that Spring AI builds a client on, whether it is a bean or
 * stands in a list that is one; and lets nobody have a client that was built otherwise.
 */
final class GuardedTransports implements BeanPostProcessor {

  private final ConfigurableListableBeanFactory beans;
  private final Supplier<ConnectionPolicies> policies;
  private final Supplier<List<String>> ownClients;

  /** A transport may be a bean and stand in a list too; its calls are judged once. */
  private final Set<McpClientTransport> guarded = ConcurrentHashMap.newKeySet();

  /** Those that Spring AI has built of such transports. */
  private final Set<Object> clients = Collections.synchronizedSet(HeldClients.identities());

  GuardedTransports(
      ConfigurableListableBeanFactory beans,
      Supplier<ConnectionPolicies> policies,
      Supplier<List<String>> ownClients) {
    this.beans = beans;
    this.policies = policies;
    this.ownClients = ownClients;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    Set<Object> held = HeldClients.of(beans, beanName, bean);
    if (!held.isEmpty() && isSpringAis(beanName)) {
      clients.addAll(held);
    }
    accept(held, beanName);
    if (bean instanceof List<?> list
        && list.stream().anyMatch(NamedClientMcpTransport.class::isInstance)) {
      return list.stream().map(this::guarded).toList();
    }
    return guarded(bean);
  }

  private Object guarded(Object bean) {
    if (!(bean instanceof NamedClientMcpTransport named) || isGuarded(named)) {
      return bean;
    }
    McpClientTransport result = policies.get().enforcer(named.name()).wrap(named.transport());
    guarded.add(result);
    return new NamedClientMcpTransport(named.name(), result);
  }

  boolean isGuarded(NamedClientMcpTransport named) {
    return guarded.contains(named.transport());
  }

  /** Throws if a bean holds clients other than those that Spring AI has built behind policies. */
  void accept(Set<Object> held, String beanName) {
    if (clients.containsAll(held)) {
      return;
    }
    if (isSpringAis(beanName)) {
      throw new PolicyConfigurationException(
          StarterMessages.earlyClients(beanName), StarterMessages.EARLY_ACTION);
    }
    if (!ownClients.get().contains(beanName)) {
      throw new PolicyConfigurationException(
          StarterMessages.unguardedClient(beanName), StarterMessages.guardClient(beanName));
    }
  }

  private boolean isSpringAis(String beanName) {
    return beans.containsBeanDefinition(beanName)
        && McpClientAutoConfiguration.class
            .getName()
            .equals(beans.getBeanDefinition(beanName).getFactoryBeanName());
  }

  /** Returns how many clients Spring AI has built. */
  int clients() {
    return clients.size();
  }
}
