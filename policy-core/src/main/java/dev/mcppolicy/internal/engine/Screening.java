package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.DefinitionRules;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.text.DecisionMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a call before its conditions: whether its tool is the reviewed one, and whether
 * its arguments have names that are allowed and fit the schema.
 */
final class Screening {

  private final @Nullable DefinitionRules definitions;
  private final ToolEntry[] allowingArguments;
  private final ToolEntry[] checkingSchema;

  /**
   * Creates a screening.
   *
   * @param definitions what becomes of a tool whose definition isn't the reviewed one, or null
   * @param entries the entries that apply
   */
  Screening(@Nullable DefinitionRules definitions, List<ToolEntry> entries) {
    this.definitions = definitions;
    this.allowingArguments = those(entries, entry -> entry.allowedArgs() != null);
    this.checkingSchema = those(entries, entry -> entry.argumentCheck() != ArgumentCheck.NONE);
  }

  private static ToolEntry[] those(List<ToolEntry> entries, Predicate<ToolEntry> wanted) {
    List<ToolEntry> found = new ArrayList<>();
    for (ToolEntry entry : entries) {
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return found.toArray(new ToolEntry[0]);
  }

  /** Says whether a call of whose tool nothing is known passes, whatever it is. */
  boolean asksNothing() {
    return (definitions == null || !definitions.written())
        && allowingArguments.length == 0
        && checkingSchema.length == 0;
  }

  /** Returns why a call is denied before its conditions are asked, or null. */
  @Nullable Refusing judge(ToolCall call) {
    Refusing definition = byDefinition(call.tool(), call.review().orElse(null));
    if (definition != null) {
      return definition;
    }
    for (ToolEntry entry : allowingArguments) {
      Refusing argument = byArguments(entry, call);
      if (argument != null) {
        return argument;
      }
    }
    for (ToolEntry entry : checkingSchema) {
      Refusing schema = bySchema(entry, call);
      if (schema != null) {
        return schema;
      }
    }
    return null;
  }

  /** Returns why the definition of a tool denies, or null. */
  @Nullable Refusing byDefinition(String tool, @Nullable ToolReview review) {
    DefinitionRules rules = definitions;
    if (rules == null || (review == null && !rules.written())) {
      return null;
    }
    if (review == null) {
      return Refusing.of(
          Code.DEFINITION_CHANGED, "/definitions", () -> DecisionMessages.definitionUnknown(tool));
    }
    Set<DefinitionChange> changes = review.changes();
    DefinitionChange change = changes.isEmpty() ? null : rules.denying(changes);
    return change == null
        ? null
        : Refusing.of(
            Code.DEFINITION_CHANGED,
            rules.pointer(change),
            () ->
                changes.size() == DefinitionChange.values().length
                    ? DecisionMessages.definitionUnknown(tool)
                    : DecisionMessages.definitionChanged(tool, change));
  }

  /** Returns why an entry's {@code validate_args} denies a call, or null. */
  static @Nullable Refusing bySchema(ToolEntry entry, ToolCall call) {
    if (entry.argumentCheck() == ArgumentCheck.NONE) {
      return null;
    }
    boolean closed = entry.argumentCheck() == ArgumentCheck.CLOSED;
    String misfit =
        call.review()
            .map(review -> review.misfit(call.arguments(), closed))
            .orElseGet(() -> Optional.of(DecisionMessages.noReviewedSchema()))
            .orElse(null);
    return misfit == null
        ? null
        : Refusing.of(
            Code.INVALID_ARGUMENTS,
            entry.pointer() + "/validate_args",
            () -> DecisionMessages.argumentsDoNotFit(misfit));
  }

  /** Returns why an entry's {@code allowed_args} deny a call, or null. */
  static @Nullable Refusing byArguments(ToolEntry entry, ToolCall call) {
    Set<String> allowed = entry.allowedArgs();
    if (allowed == null) {
      return null;
    }
    for (String name : call.arguments().asMap().keySet()) {
      if (!allowed.contains(name)) {
        return Refusing.of(
            Code.ARGUMENT_NOT_ALLOWED,
            entry.pointer() + "/allowed_args",
            () -> DecisionMessages.argumentNotAllowed(name, allowed));
      }
    }
    return null;
  }
}
