/**
 * Puts a policy between LangChain4j's own MCP client and its server; {@link
 * dev.mcppolicy.langchain4j.GuardedMcpClient} is the door.
 */
@NullMarked
package dev.mcppolicy.langchain4j;

import org.jspecify.annotations.NullMarked;
