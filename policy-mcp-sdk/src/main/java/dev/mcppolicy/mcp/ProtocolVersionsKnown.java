package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the protocol that the SDK on the class path knows, whichever the wrapped client
 * agrees on with its server.
 */
final class ProtocolVersionsKnown {

  private ProtocolVersionsKnown() {}

  /** Returns the versions, the newest last, and the one that was agreed on. */
  static List<String> with(@Nullable InitializeResult agreed) {
    Set<String> versions =
        new TreeSet<>(
            List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25));
    for (Field field : ProtocolVersions.class.getFields()) {
      if (field.getType() == String.class) {
        addValue(field, versions);
      }
    }
    if (agreed != null && agreed.protocolVersion() != null) {
      versions.add(agreed.protocolVersion());
    }
    return List.copyOf(versions);
  }

  private static void addValue(Field field, Set<String> versions) {
    try {
      if (field.get(null) instanceof String version) {
        versions.add(version);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // the fields of an interface are public
    }
  }
}
