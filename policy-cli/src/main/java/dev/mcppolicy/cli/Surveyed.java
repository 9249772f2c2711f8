package dev.mcppolicy.cli;

import dev.mcppolicy.tools.Grade;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.Rated;
import dev.mcppolicy.tools.Scaffold;
import dev.mcppolicy.tools.ToolDefinition;
import dev.mcppolicy.tools.Treatment;
import dev.mcppolicy.tools.lock.TextFinding;
import dev.mcppolicy.tools.lock.TextScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server whose tools were looked at.
 *
 * @param findings what of the texts may be meant for a model and not for its reader
 * @param treatment what the policy does with each tool, if one was given
 */
record Surveyed(
    String server,
    Grade grade,
    List<Rated> tools,
    List<TextFinding> findings,
    Scaffold scaffold,
    Optional<Function<String, Treatment>> treatment) {

  /** What is added to a tool when it is printed as JSON, which is read again. */
  private static final List<String> ADDED = List.of("risk", "findings", "recommended", "policy");

  static Surveyed of(Inventory inventory, Optional<Function<String, Treatment>> treatment) {
    List<Rated> tools = new ArrayList<>();
    inventory.tools().forEach(tool -> tools.add(Rated.of(inventory.server(), tool)));
    return new Surveyed(
        inventory.server(),
        Grade.of(tools),
        List.copyOf(tools),
        TextScan.of(asListed(inventory)),
        Scaffold.of(List.of(inventory)),
        treatment);
  }

  /** Returns the tools without what was added when they were printed. */
  static Inventory asListed(Inventory printed) {
    return Inventory.of(
        printed.server(), printed.tools().stream().map(Surveyed::asListed).toList());
  }

  /** Returns a tool without what was added when it was printed. */
  static ToolDefinition asListed(ToolDefinition tool) {
    if (ADDED.stream().noneMatch(tool.asMap()::containsKey)) {
      return tool;
    }
    Map<String, @Nullable Object> listed = new LinkedHashMap<>(tool.asMap());
    listed.keySet().removeAll(ADDED);
    return ToolDefinition.of(listed);
  }

  Optional<String> treatment(Rated tool) {
    return treatment.map(by -> by.apply(tool.tool().name()).title());
  }

  List<TextFinding> findings(Rated tool) {
    return findings.stream().filter(one -> one.tool().equals(tool.tool().name())).toList();
  }
}
