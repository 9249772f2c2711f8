package dev.mcppolicy.redis;

import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.contract.CounterStoreContract;

class RedisCounterStoreContractTest extends CounterStoreContract {

  @Override
  protected CounterStore newStore() {
    return Stores.virtual();
  }
}
