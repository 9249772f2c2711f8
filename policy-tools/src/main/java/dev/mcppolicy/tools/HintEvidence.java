package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a tool's annotations say of the tool. They are hints of the server: they only raise. */
final class HintEvidence {

  private HintEvidence() {}

  static List<Evidence> of(ToolDefinition tool, Category otherwise, NameEvidence name) {
    List<Evidence> evidence = new ArrayList<>();
    Optional<Boolean> readOnly = tool.hint("readOnlyHint");
    if (readOnly.equals(Optional.of(false))) {
      evidence.add(Evidence.of(Category.WRITE, RiskMessages.saysNotReadOnly()));
    }
    if (readOnly.equals(Optional.of(true)) && otherwise != Category.READ) {
      evidence.add(
          Evidence.of(
              name.verb().isPresent()
                  ? RiskMessages.saysReadOnlyBut(tool.name())
                  : RiskMessages.saysReadOnlyOnly()));
    }
    if (tool.hint("destructiveHint").equals(Optional.of(true))) {
      evidence.add(
          otherwise == Category.EXECUTE
              ? Evidence.of(Severity.CRITICAL, RiskMessages.saysDestructive())
              : Evidence.of(Category.DESTRUCTIVE, RiskMessages.saysDestructive()));
    }
    if (tool.hint("openWorldHint").equals(Optional.of(true))) {
      evidence.add(Evidence.of(Severity.MEDIUM, RiskMessages.saysOpenWorld()));
    }
    return evidence;
  }
}
