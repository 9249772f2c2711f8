/** Finds what is suspicious in a policy, and what differs between two. */
module dev.mcppolicy.analysis {
  requires transitive dev.mcppolicy.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.analysis;
}
