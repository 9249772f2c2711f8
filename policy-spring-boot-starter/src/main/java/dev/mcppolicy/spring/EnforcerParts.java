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
import org.springframework.beans.factory.BeanFactory;

/**
 * What enforcers are built of: properties, and the beans that there are.
 *
 * @param properties the properties
 * @param requestTimeout how long clients wait for an answer
 * @param callers who calls
 * @param beans the beans
 */
record EnforcerParts(
    McpPolicyProperties properties, Duration requestTimeout, Callers callers, BeanFactory beans) {

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
    beans.getBeanProvider(CounterStore.class).ifAvailable(builder::counters);
    beans.getBeanProvider(PolicyClock.class).ifAvailable(builder::clock);
    beans.getBeanProvider(Approver.class).ifAvailable(builder::approver);
    beans.getBeanProvider(DecisionRecorder.class).ifAvailable(builder::recorder);
    beans.getBeanProvider(DecisionListener.class).orderedStream().forEach(builder::listener);
    beans
        .getBeanProvider(PolicyEnforcerCustomizer.class)
        .orderedStream()
        .forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** Completes a source that is to be opened. */
  PolicySource.Builder watching(PolicySource.Builder opening) {
    opening.every(reload().interval());
    opening.guard(
        beans
            .getBeanProvider(ReloadGuard.class)
            .getIfAvailable(
                () -> reload().refuseWider() ? ReloadGuard.neverWider() : ReloadGuard.none()));
    beans.getBeanProvider(ReloadListener.class).orderedStream().forEach(opening::listener);
    return opening;
  }
}
