package dev.mcppolicy.tools.lock;

/**
 * Hears of tools that a server lists otherwise than they were reviewed: of each change of each tool
 * once for each client. What a listener throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DefinitionListener {

  /** Hears of a tool that is listed otherwise. */
  void changed(DefinitionEvent event);
}
