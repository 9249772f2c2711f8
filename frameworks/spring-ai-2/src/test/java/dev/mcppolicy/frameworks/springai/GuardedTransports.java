package dev.mcppolicy.frameworks.springai;

import dev.mcppolicy.mcp.PolicyEnforcer;
import java.util.List;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a policy before every MCP client that Spring Boot builds. */
final class GuardedTransports implements BeanPostProcessor {

  private final PolicyEnforcer enforcer;

  GuardedTransports(PolicyEnforcer enforcer) {
    this.enforcer = enforcer;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    return bean instanceof List<?> list && list.stream().anyMatch(this::isTransport)
        ? list.stream().map(this::guarded).toList()
        : guarded(bean);
  }

  private boolean isTransport(Object bean) {
    return bean instanceof NamedClientMcpTransport;
  }

  private Object guarded(Object bean) {
    return bean instanceof NamedClientMcpTransport named
        ? new NamedClientMcpTransport(
            named.name(), enforcer.forServer(named.name()).wrap(named.transport()))
        : bean;
  }
}
