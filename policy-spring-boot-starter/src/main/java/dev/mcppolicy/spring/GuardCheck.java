package dev.mcppolicy.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Looks, before the application starts, whether a policy is before every transport, and whether
 * every policy is before a connection that exists.
 */
final class GuardCheck implements SmartInitializingSingleton {

  private static final ResolvableType LIST =
      ResolvableType.forClassWithGenerics(List.class, NamedClientMcpTransport.class);

  private final ConfigurableListableBeanFactory beans;
  private final GuardedTransports guard;
  private final ConnectionPolicies policies;

  GuardCheck(
      ConfigurableListableBeanFactory beans, GuardedTransports guard, ConnectionPolicies policies) {
    this.beans = beans;
    this.guard = guard;
    this.policies = policies;
  }

  @Override
  public void afterSingletonsInstantiated() {
    checkTransports();
    checkClients(beans);
  }

  private void checkTransports() {
    List<NamedClientMcpTransport> transports = transports();
    Set<String> names = new HashSet<>();
    for (NamedClientMcpTransport transport : transports) {
      names.add(transport.name());
      if (!guard.isGuarded(transport)) {
        throw new PolicyConfigurationException(
            StarterMessages.unguardedTransport(transport.name()), StarterMessages.LATE_ACTION);
      }
    }
    if (guard.clients() > transports.size()) {
      throw new PolicyConfigurationException(
          StarterMessages.moreClients(guard.clients(), transports.size()),
          StarterMessages.LATE_ACTION);
    }
    for (String connection : policies.own().keySet()) {
      if (!names.isEmpty() && !names.contains(connection)) {
        throw new PolicyConfigurationException(
            StarterMessages.unknownConnection(connection), StarterMessages.NAME_IT);
      }
    }
  }

  /**
   * Looks at every bean that is there, and at those of parents: some are older than what guards
   * transports, and some were handed to the container as they are.
   */
  private void checkClients(ConfigurableListableBeanFactory factory) {
    for (String name : factory.getSingletonNames()) {
      Object bean = made(factory, name);
      if (bean != null) {
        guard.accept(HeldClients.of(factory, name, bean), name);
      }
    }
    if (factory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent) {
      checkClients(parent);
    }
  }

  /** Returns a bean, or what it makes if that may be a client. */
  private static @Nullable Object made(ConfigurableListableBeanFactory factory, String name) {
    Object bean = factory.getSingleton(name);
    if (bean instanceof FactoryBean<?> maker
        && maker.isSingleton()
        && maker.getObjectType() != null
        && HeldClients.mayBeOrHold(maker.getObjectType())) {
      return factory.getBean(name);
    }
    return bean;
  }

  /** Returns those that Spring AI finds, and those that are beans by themselves. */
  private List<NamedClientMcpTransport> transports() {
    List<NamedClientMcpTransport> all = new ArrayList<>();
    beans
        .getBeanProvider(LIST)
        .forEach(
            list ->
                ((Collection<?>) list)
                    .forEach(
                        transport -> {
                          if (transport instanceof NamedClientMcpTransport named) {
                            all.add(named);
                          }
                        }));
    beans.getBeanProvider(NamedClientMcpTransport.class).forEach(all::add);
    return all;
  }
}
