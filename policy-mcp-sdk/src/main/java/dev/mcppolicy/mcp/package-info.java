/**
 * Puts a policy between an MCP client and its servers; {@link dev.mcppolicy.mcp.PolicyEnforcer} is
 * the door.
 */
@NullMarked
package dev.mcppolicy.mcp;

import org.jspecify.annotations.NullMarked;
