/** Finds what is suspicious in a policy, and what differs between two. */
@SuppressWarnings("module") // the modules that may look inside are built after this one
module dev.mcppolicy.analysis {
  requires transitive dev.mcppolicy.core;
  requires org.snakeyaml.engine;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.analysis;

  // Not for hosts: the reports of this project are pages made with these.
  exports dev.mcppolicy.analysis.internal.page to
      dev.mcppolicy.audit,
      dev.mcppolicy.tools,
      dev.mcppolicy.cli;
}
