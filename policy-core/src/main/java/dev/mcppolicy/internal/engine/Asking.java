package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reason to ask for approval.
 *
 * @param rule what asks
 * @param reason why
 */
record Asking(String rule, Supplier<String> reason) {

  Decision asDecision(@Nullable String policy) {
    return Decision.ask(policy, rule, reason);
  }
}
