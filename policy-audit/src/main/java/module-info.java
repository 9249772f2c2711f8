/** Writes every decision and outcome to a file that shows when it was changed. */
module dev.mcppolicy.audit {
  requires transitive dev.mcppolicy.core;
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.audit;
}
