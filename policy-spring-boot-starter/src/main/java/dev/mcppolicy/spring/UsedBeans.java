package dev.mcppolicy.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the beans of the application that are used. A bean that is defined and can't be used is an
 * error, and never none: Spring passes over those whose scope isn't active, and those that are
 * null.
 */
final class UsedBeans {

  private final ListableBeanFactory beans;

  UsedBeans(ListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Returns the bean of a type, if one is defined. */
  <T> Optional<T> one(Class<T> type) {
    if (usable(type).isEmpty()) {
      return Optional.empty();
    }
    T bean = beans.getBeanProvider(type).getIfAvailable();
    if (bean == null) {
      throw isNull(type);
    }
    return Optional.of(bean);
  }

  /** Returns all beans of a type in their order. */
  <T> List<T> all(Class<T> type) {
    List<String> names = usable(type);
    // What scoped proxies stand for is among the beans that aren't singletons
    boolean prototypes = names.stream().anyMatch(beans::isPrototype);
    List<T> all =
        beans.getBeanProvider(type).orderedStream(ObjectProvider.UNFILTERED, prototypes).toList();
    if (all.size() < names.size()) {
      throw isNull(type);
    }
    return all;
  }

  /**
   * Returns the names of those of a type; throws if one has a scope of its own. It would be found
   * now or not at all, and not anew for each call.
   */
  private List<String> usable(Class<?> type) {
    List<String> names =
        Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type))
            .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
            .toList();
    for (String name : names) {
      if (!beans.isSingleton(name) && !beans.isPrototype(name)) {
        throw new PolicyConfigurationException(
            StarterMessages.scopedBean(name, type.getSimpleName()), StarterMessages.SCOPED_PROXY);
      }
    }
    return names;
  }

  private static PolicyConfigurationException isNull(Class<?> type) {
    return new PolicyConfigurationException(
        StarterMessages.nullBean(type.getSimpleName()), StarterMessages.A_BEAN);
  }
}
