/** Knows the tools of MCP servers: what they are, how dangerous, and which policy fits them. */
module dev.mcppolicy.tools {
  requires transitive dev.mcppolicy.core;
  requires java.net.http;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.tools;
}
