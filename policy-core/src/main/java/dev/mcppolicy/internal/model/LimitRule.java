package dev.mcppolicy.internal.model;

import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quota.
 *
 * @param pointer where it stands
 * @param counter the counter it counts with
 * @param scope who shares the count
 * @param per the paths whose values split the count
 * @param window over which time
 * @param windowText how the policy writes the window
 * @param max the most that may be spent
 * @param amount what a call spends, unless {@code amountFrom} says it
 * @param amountFrom where the call says what it spends, or null
 * @param refund what gives it back
 * @param onDeny what the agent is told, or null
 */
public record LimitRule(
    String pointer,
    CounterId counter,
    Scope scope,
    List<Path> per,
    Window window,
    String windowText,
    Amount max,
    Amount amount,
    @Nullable Path amountFrom,
    Refund refund,
    @Nullable String onDeny) {}
