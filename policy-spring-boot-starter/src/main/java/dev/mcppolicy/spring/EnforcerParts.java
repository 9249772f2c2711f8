package dev.mcppolicy.spring;

import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.Policies;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.ReloadGuard;
import dev.mcppolicy.reload.ReloadListener;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;

/**
 * What enforcers are built of: properties, and the beans that there are.
 *
 * @param properties the properties
 * @param requestTimeout how long clients wait for an answer
 * @param callers who calls
 * @param beans the beans
 */
record EnforcerParts(
    McpPolicyProperties properties, Duration requestTimeout, Callers callers, UsedBeans beans) {

  McpPolicyProperties.Reload reload() {
    return properties.reload();
  }

  PolicyEnforcer build(Policies policies) {
    PolicyEnforcer.Builder builder =
        PolicyEnforcer.builder(policies)
            .requestTimeout(requestTimeout)
            .storeTimeout(properties.storeTimeout())
            .recordTimeout(properties.recordTimeout());
    callers.tell(builder);
    beans.one(CounterStore.class).ifPresent(builder::counters);
    beans.one(PolicyClock.class).ifPresent(builder::clock);
    beans.one(Approver.class).ifPresent(builder::approver);
    beans.one(DecisionRecorder.class).ifPresent(builder::recorder);
    beans.all(DecisionListener.class).forEach(builder::listener);
    beans.all(PolicyEnforcerCustomizer.class).forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** Completes a source that is to be opened. */
  PolicySource.Builder watching(PolicySource.Builder opening) {
    opening.every(reload().interval());
    opening.guard(
        beans
            .one(ReloadGuard.class)
            .orElseGet(
                () -> reload().refuseWider() ? ReloadGuard.neverWider() : ReloadGuard.none()));
    beans.all(ReloadListener.class).forEach(opening::listener);
    return opening;
  }
}
