/**
 * What every {@link dev.mcppolicy.store.CounterStore} does, as tests that a store of one's own can
 * be held to.
 *
 * <p>{@link dev.mcppolicy.store.contract.CounterStoreContract} tells it case by case, {@link
 * dev.mcppolicy.store.contract.CounterStoreProperties} with random schedules beside a store that is
 * too simple to be wrong.
 */
@NullMarked
package dev.mcppolicy.store.contract;

import org.jspecify.annotations.NullMarked;
