package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ToolDefinition;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the texts of definitions for what speaks to a model behind the reader's back:
 * characters that nobody sees, orders, other tools, places of secrets. It finds what is usual in
 * such attacks; that it finds nothing proves nothing.
 *
 * <p>The texts are looked through as they are, and again without the characters that nobody sees.
 */
public final class TextScan {

  private final String server;
  private final Set<String> tools;
  private final Set<TextFinding> findings = new LinkedHashSet<>();

  private TextScan(Inventory inventory) {
    this.server = inventory.server();
    this.tools = new HashSet<>();
    inventory.tools().forEach(tool -> tools.add(tool.name()));
  }

  /** Looks through all that a server says of its tools. */
  public static List<TextFinding> of(Inventory inventory) {
    TextScan scan = new TextScan(Objects.requireNonNull(inventory, "inventory"));
    inventory.tools().forEach(scan::tool);
    return List.copyOf(scan.findings);
  }

  private void tool(ToolDefinition tool) {
    value(tool, "", tool.asMap());
  }

  private void value(ToolDefinition tool, String pointer, @Nullable Object value) {
    if (value instanceof String text) {
      text(tool, pointer, text);
    } else if (value instanceof Map<?, ?> map) {
      boolean parameters = pointer.endsWith("/properties");
      map.forEach(
          (key, part) -> {
            String name = (String) key;
            String child = Pointers.child(pointer, name);
            text(tool, child, name);
            if (parameters && Suspicion.asksForSecret(name)) {
              add(tool, child, Suspicion.SECRET_PARAMETER, Visible.quoted(name, 0));
            }
            value(tool, child, part);
          });
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        value(tool, Pointers.child(pointer, i), list.get(i));
      }
    }
  }

  private void text(ToolDefinition tool, String pointer, String text) {
    characters(tool, pointer, text);
    String plain = Visible.plain(text);
    for (Suspicion suspicion : Suspicion.values()) {
      int at = suspicion.find(plain);
      if (at >= 0) {
        add(tool, pointer, suspicion, Visible.quoted(plain, at));
      }
    }
    for (String other : Suspicion.namedAfterVerb(plain)) {
      if (tools.contains(other) && !other.equals(tool.name())) {
        add(tool, pointer, Suspicion.OTHER_TOOL, Visible.quoted(plain, plain.indexOf(other)));
      }
    }
  }

  private void characters(ToolDefinition tool, String pointer, String text) {
    Set<Suspicion> found = new HashSet<>();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      Suspicion suspicion = Visible.suspicion(text, i);
      if (suspicion != null && found.add(suspicion)) {
        add(tool, pointer, suspicion, Visible.quoted(text, i));
      }
    }
  }

  private void add(ToolDefinition tool, String pointer, Suspicion suspicion, String quote) {
    findings.add(
        new TextFinding(server, tool.name(), pointer, suspicion.id(), quote, suspicion.sentence()));
  }
}
