package dev.mcppolicy.store.contract;

import dev.mcppolicy.store.CounterStore;

class InMemoryCounterStorePropertiesTest extends CounterStoreProperties {

  @Override
  protected CounterStore newStore() {
    return CounterStore.inMemory();
  }
}
