package dev.mcppolicy.store.contract;

import dev.mcppolicy.store.CounterStore;

class InMemoryCounterStoreContractTest extends CounterStoreContract {

  @Override
  protected CounterStore newStore() {
    return CounterStore.inMemory();
  }
}
