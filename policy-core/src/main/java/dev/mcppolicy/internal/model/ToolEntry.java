package dev.mcppolicy.internal.model;

import dev.mcppolicy.internal.rule.Predicate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one key of {@code tools}, or {@code all_tools}, says.
 *
 * @param pointer where it stands
 * @param key the tool's name or glob; {@code *} for {@code all_tools}
 * @param action what it does
 * @param reason the text given with the action, or null
 * @param allowedArgs the only argument names a call may carry, or null for any
 * @param argumentCheck what is asked of the arguments by the reviewed schema
 * @param require predicates that must all hold
 * @param denyIf predicates of which none may hold
 * @param approveIf predicates that ask for approval
 * @param limits quotas
 * @param concurrency how many calls may be in flight for each grant, or null
 * @param shadow whether it only records
 */
public record ToolEntry(
    String pointer,
    String key,
    Action action,
    @Nullable String reason,
    @Nullable Set<String> allowedArgs,
    ArgumentCheck argumentCheck,
    List<Predicate> require,
    List<Predicate> denyIf,
    List<Predicate> approveIf,
    List<LimitRule> limits,
    @Nullable Integer concurrency,
    boolean shadow) {

  /** Returns the first entry that does something, or null. */
  public static @Nullable ToolEntry first(List<ToolEntry> entries, Action action) {
    for (ToolEntry entry : entries) {
      if (entry.action() == action) {
        return entry;
      }
    }
    return null;
  }
}
