package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import dev.mcppolicy.internal.text.DecisionMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What asks for approval. */
final class ApprovalRules {

  /** Nothing asks. */
  static final ApprovalRules NONE = new ApprovalRules(null, List.of());

  private final @Nullable ToolEntry asking;
  private final List<Predicate> approveIf;

  private ApprovalRules(@Nullable ToolEntry asking, List<Predicate> approveIf) {
    this.asking = asking;
    this.approveIf = approveIf;
  }

  /** Returns what asks for approval among entries; {@link #NONE} if nothing does. */
  static ApprovalRules of(List<ToolEntry> entries) {
    ToolEntry asking = ToolEntry.first(entries, Action.REQUIRE_APPROVAL);
    List<Predicate> predicates = new ArrayList<>();
    for (ToolEntry entry : entries) {
      predicates.addAll(entry.approveIf());
    }
    return asking == null && predicates.isEmpty()
        ? NONE
        : new ApprovalRules(asking, List.copyOf(predicates));
  }

  /** Returns what asks for approval of a call, or null. */
  @Nullable Asking asks(ToolCall call) {
    return asks(call, Set.of());
  }

  /** Returns what asks for approval, but for some rules that were answered, or null. */
  @Nullable Asking asks(ToolCall call, Set<String> answered) {
    if (asking != null && !answered.contains(asking.pointer() + "/action")) {
      return new Asking(
          asking.pointer() + "/action",
          asking.reason(),
          () -> DecisionMessages.approvalRequired(call.tool()));
    }
    for (Predicate predicate : approveIf) {
      if (!answered.contains(predicate.pointer()) && predicate.test(call) != Truth.FALSE) {
        return new Asking(
            predicate.pointer(),
            predicate.onDeny(),
            () -> DecisionMessages.approvalRequired(call.tool()));
      }
    }
    return null;
  }

  /** Returns the pointers of all that asks for approval, and of some rules more. */
  Set<String> allThatAsk(ToolCall call, Set<String> answered) {
    Set<String> all = new HashSet<>(answered);
    Asking next = asks(call, all);
    while (next != null) {
      all.add(next.rule());
      next = asks(call, all);
    }
    return all;
  }
}
