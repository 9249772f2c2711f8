package dev.mcppolicy.frameworks.springai;

import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a policy before every MCP client that is a bean, or stands in a list that is one. */
final class GuardedClients implements BeanPostProcessor {

  private final PolicyEnforcer enforcer;

  /** A client may be a bean and stand in a list too; its calls are judged once. */
  private final Set<Object> guarded = ConcurrentHashMap.newKeySet();

  GuardedClients(PolicyEnforcer enforcer) {
    this.enforcer = enforcer;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    return bean instanceof List<?> list && list.stream().anyMatch(this::isClient)
        ? list.stream().map(this::guarded).toList()
        : guarded(bean);
  }

  private boolean isClient(Object bean) {
    return bean instanceof McpSyncClient || bean instanceof McpAsyncClient;
  }

  private Object guarded(Object bean) {
    if (!isClient(bean) || guarded.contains(bean)) {
      return bean;
    }
    Object result =
        bean instanceof McpSyncClient sync
            ? enforcer.wrap(sync)
            : enforcer.wrap((McpAsyncClient) bean);
    guarded.add(result);
    return result;
  }
}
