package dev.mcppolicy.spring;

import io.modelcontextprotocol.client.McpClient;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Carries callers to transports in Spring AI 1.1, whose customizers of clients are of a type that
 * Spring AI 2 doesn't have.
 */
final class EarlierClients implements ImportBeanDefinitionRegistrar {

  static final String CUSTOMIZER = "org.springframework.ai.mcp.customizer.McpSyncClientCustomizer";

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    RootBeanDefinition definition = new RootBeanDefinition(Customizer.class);
    definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, customizer());
    registry.registerBeanDefinition("mcpPolicyCallersOfClients", definition);
  }

  private static Class<?> customizer() {
    return ClassUtils.resolveClassName(CUSTOMIZER, EarlierClients.class.getClassLoader());
  }

  /** Makes a customizer. */
  static final class Customizer implements FactoryBean<Object>, BeanFactoryAware {

    private @Nullable BeanFactory beans;

    @Override
    public void setBeanFactory(BeanFactory beans) {
      this.beans = beans;
    }

    @Override
    public Class<?> getObjectType() {
      return customizer();
    }

    @Override
    public Object getObject() {
      Class<?> type = getObjectType();
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type, Ordered.class}, this::invoke);
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws ReflectiveOperationException {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(this, arguments);
      }
      if (method.getDeclaringClass() == Ordered.class) {
        return Ordered.HIGHEST_PRECEDENCE;
      }
      if (beans != null && arguments != null && arguments[1] instanceof McpClient.SyncSpec client) {
        beans.getBean(Callers.class).carry(client);
        return null;
      }
      throw new IllegalStateException(method.toString());
    }
  }
}
