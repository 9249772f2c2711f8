/**
 * Puts policies before the MCP clients that Spring AI builds in Spring Boot, by configuration
 * alone; {@link dev.mcppolicy.spring.McpPolicyAutoConfiguration} says what it does.
 */
@NullMarked
package dev.mcppolicy.spring;

import org.jspecify.annotations.NullMarked;
