package dev.mcppolicy.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a counter. Two ids are the same counter exactly when all their parts are equal; no part is
 * ever joined with another, so no choice of characters can make two counters collide.
 *
 * @param name the name that the policy gives it, or the JSON Pointer of the limit that has it alone
 * @param scope who shares it: {@code grant}, {@code session} or {@code global}
 * @param per the paths whose values split it further; empty if it is not split
 */
public record CounterId(String name, String scope, List<String> per) {

  /** Copies the list. */
  public CounterId {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(scope, "scope");
    per = List.copyOf(per);
  }

  // Written out: the JVM would take longer to make these two than to judge thousands of calls.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CounterId that
        && name.equals(that.name)
        && scope.equals(that.scope)
        && per.equals(that.per);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31 + scope.hashCode()) * 31 + per.hashCode();
  }
}
