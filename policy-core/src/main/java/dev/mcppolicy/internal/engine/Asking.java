package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reason to ask for approval.
 *
 * @param rule what asks
 * @param words what the policy says to it, or null
 * @param otherwise what is said if the policy says nothing
 */
record Asking(String rule, @Nullable String words, Supplier<String> otherwise) {

  String reason() {
    return words == null ? otherwise.get() : words;
  }

  Decision asDecision(@Nullable String policy) {
    return Decision.ask(policy, rule, this::reason);
  }
}
