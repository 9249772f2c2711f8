/** Knows the tools of MCP servers: what they are, how dangerous, and which policy fits them. */
module dev.mcppolicy.tools {
  requires transitive dev.mcppolicy.core;
  requires java.net.http;
  requires static transitive org.jspecify;

  // Only for `validate_args`: without it, no arguments fit
  requires static com.networknt.schema;
  requires com.fasterxml.jackson.databind;
  requires re2j;

  exports dev.mcppolicy.tools;
  exports dev.mcppolicy.tools.lock;
}
