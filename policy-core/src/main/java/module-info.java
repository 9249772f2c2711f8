/**
 * Decides, inside the host's own process, whether an AI agent's tool call may proceed.
 *
 * <p>Hosts use {@code dev.mcppolicy}; those who keep counters elsewhere implement {@code
 * dev.mcppolicy.store}.
 */
@SuppressWarnings("module") // the modules that may look inside are built after this one
module dev.mcppolicy.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires re2j;
  requires static transitive org.jspecify;

  exports dev.mcppolicy;
  exports dev.mcppolicy.store;

  // Not for hosts: the other modules read documents and their rules, keep files, and make threads,
  // with these.
  exports dev.mcppolicy.internal.document to
      dev.mcppolicy.testing,
      dev.mcppolicy.analysis,
      dev.mcppolicy.tools;
  exports dev.mcppolicy.internal.file to
      dev.mcppolicy.approvals,
      dev.mcppolicy.audit;
  exports dev.mcppolicy.internal.model to
      dev.mcppolicy.analysis,
      dev.mcppolicy.tools;
  exports dev.mcppolicy.internal.rule to
      dev.mcppolicy.analysis,
      dev.mcppolicy.tools;
  exports dev.mcppolicy.internal.text to
      dev.mcppolicy.testing,
      dev.mcppolicy.analysis,
      dev.mcppolicy.tools;
  exports dev.mcppolicy.internal.thread to
      dev.mcppolicy.approvals,
      dev.mcppolicy.audit,
      dev.mcppolicy.redis,
      dev.mcppolicy.reload;
  exports dev.mcppolicy.internal.value to
      dev.mcppolicy.analysis,
      dev.mcppolicy.approvals,
      dev.mcppolicy.audit,
      dev.mcppolicy.tools;
}
