/**
 * The tools of MCP servers: what they are, how dangerous, and which policy fits them.
 *
 * <p>Begin with {@link dev.mcppolicy.tools.Inventory}.
 */
@NullMarked
package dev.mcppolicy.tools;

import org.jspecify.annotations.NullMarked;
