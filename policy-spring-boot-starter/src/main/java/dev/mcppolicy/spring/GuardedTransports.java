package dev.mcppolicy.spring;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.ai.mcp.client.common.autoconfigure.McpClientAutoConfiguration;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Puts a policy before every transport that Spring AI builds a client on, whether it is a bean or
 * stands in a list that is one; and lets nobody have a client that was built otherwise.
 */
final class GuardedTransports implements BeanPostProcessor {

  private final BeanFactory beans;
  private final Supplier<ConnectionPolicies> policies;
  private final Supplier<List<String>> ownClients;

  /** A transport may be a bean and stand in a list too; its calls are judged once. */
  private final Set<McpClientTransport> guarded = ConcurrentHashMap.newKeySet();

  private final AtomicInteger clients = new AtomicInteger();

  GuardedTransports(
      BeanFactory beans, Supplier<ConnectionPolicies> policies, Supplier<List<String>> ownClients) {
    this.beans = beans;
    this.policies = policies;
    this.ownClients = ownClients;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof List<?> list) {
      if (list.stream().anyMatch(NamedClientMcpTransport.class::isInstance)) {
        return list.stream().map(this::guarded).toList();
      }
      list.stream().filter(GuardedTransports::isClient).forEach(client -> accept(beanName));
    } else if (isClient(bean)) {
      accept(beanName);
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

  private static boolean isClient(Object bean) {
    return bean instanceof McpSyncClient || bean instanceof McpAsyncClient;
  }

  private void accept(String beanName) {
    if (isSpringAis(beanName)) {
      clients.incrementAndGet();
    } else if (!ownClients.get().contains(beanName)) {
      throw new PolicyConfigurationException(
          StarterMessages.unguardedClient(beanName), StarterMessages.guardClient(beanName));
    }
  }

  private boolean isSpringAis(String beanName) {
    if (!(beans instanceof ConfigurableListableBeanFactory factory)
        || !factory.containsBeanDefinition(beanName)) {
      return false;
    }
    BeanDefinition definition = factory.getBeanDefinition(beanName);
    return McpClientAutoConfiguration.class.getName().equals(definition.getFactoryBeanName());
  }

  /** Returns how many clients Spring AI has built. */
  int clients() {
    return clients.get();
  }
}
