/**
 * Decides, inside the host's own process, whether an AI agent's tool call may proceed.
 *
 * <p>Hosts use {@code dev.mcppolicy}; those who keep counters elsewhere implement {@code
 * dev.mcppolicy.store}.
 */
module dev.mcppolicy.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires re2j;
  requires static transitive org.jspecify;

  exports dev.mcppolicy;
  exports dev.mcppolicy.store;
}
