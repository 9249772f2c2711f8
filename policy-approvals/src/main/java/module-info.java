/** Lets people approve tool calls. */
module dev.mcppolicy.approvals {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires transitive dev.mcppolicy.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.approvals;
}
