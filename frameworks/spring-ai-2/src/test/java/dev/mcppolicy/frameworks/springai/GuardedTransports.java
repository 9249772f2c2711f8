package dev.mcppolicy.frameworks.springai;

import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.ai.mcp.client.common.autoconfigure.NamedClientMcpTransport;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a policy before every MCP client that Spring Boot builds. */
final class GuardedTransports implements BeanPostProcessor {

  private final PolicyEnforcer enforcer;

  /** A transport may be a bean and stand in a list too; its calls are judged once. */
  private final Set<Object> guarded = ConcurrentHashMap.newKeySet();

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
    if (!(bean instanceof NamedClientMcpTransport named) || guarded.contains(named.transport())) {
      return bean;
    }
    McpClientTransport result = enforcer.forServer(named.name()).wrap(named.transport());
    guarded.add(result);
    return new NamedClientMcpTransport(named.name(), result);
  }
}
