/**
 * Where counters live: the contract between the engine and whatever keeps its quotas.
 *
 * <p>A {@link dev.mcppolicy.store.CounterStore} speaks in {@linkplain dev.mcppolicy.store.Charge
 * charges} and knows nothing of policies. Hosts that need nothing but the built-in store never meet
 * this package.
 */
@NullMarked
package dev.mcppolicy.store;

import org.jspecify.annotations.NullMarked;
