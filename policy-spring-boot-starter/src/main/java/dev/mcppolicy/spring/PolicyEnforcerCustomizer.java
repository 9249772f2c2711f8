package dev.mcppolicy.spring;

import dev.mcppolicy.mcp.PolicyEnforcer;

/**
 * Changes how enforcers are built, after the properties and the beans of the application have been
 * heard: for what neither can say, such as locked definitions of tools.
 */
@FunctionalInterface
public interface PolicyEnforcerCustomizer {

  /**
   * Changes a builder. There is one for the connections that share the application's policies, and
   * one for each connection with policies of its own.
   */
  void customize(PolicyEnforcer.Builder builder);
}
