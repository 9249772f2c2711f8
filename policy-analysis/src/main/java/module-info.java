/** Finds what is suspicious in a policy, and what differs between two. */
module dev.mcppolicy.analysis {
  requires transitive dev.mcppolicy.core;
  requires org.snakeyaml.engine;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.analysis;
}
