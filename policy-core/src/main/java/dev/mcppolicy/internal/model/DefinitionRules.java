package dev.mcppolicy.internal.model;

import dev.mcppolicy.DefinitionChange;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy does where the definition of a tool isn't the one that was reviewed.
 *
 * @param written whether the policy says so itself: then a tool of which nothing is known is denied
 * @param denied which changes deny
 * @param named which changes it names
 */
public record DefinitionRules(
    boolean written, Set<DefinitionChange> denied, Set<DefinitionChange> named) {

  /** What is only reported unless a policy says otherwise; all else denies. */
  private static final Set<DefinitionChange> REPORTED = Set.of(DefinitionChange.NARROWED);

  /** What a policy does that doesn't say it. */
  public static final DefinitionRules DEFAULT =
      new DefinitionRules(false, EnumSet.complementOf(EnumSet.copyOf(REPORTED)), Set.of());

  /** Copies the sets. */
  public DefinitionRules {
    denied = Set.copyOf(denied);
    named = Set.copyOf(named);
  }

  /** Says whether a change denies unless a policy says otherwise. */
  public static boolean deniesByDefault(DefinitionChange change) {
    return !REPORTED.contains(change);
  }

  /** Returns the first change, in the order of their kinds, that denies; or null. */
  public @Nullable DefinitionChange denying(Set<DefinitionChange> changes) {
    for (DefinitionChange change : DefinitionChange.values()) {
      if (changes.contains(change) && denied.contains(change)) {
        return change;
      }
    }
    return null;
  }

  /** Returns what decides on a change, as a JSON Pointer; empty if the policy doesn't say. */
  public String pointer(DefinitionChange change) {
    if (named.contains(change)) {
      return "/definitions/" + change.id();
    }
    return written ? "/definitions" : "";
  }
}
