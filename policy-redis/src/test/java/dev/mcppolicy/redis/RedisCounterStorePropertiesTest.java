package dev.mcppolicy.redis;

import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.contract.CounterStoreProperties;

class RedisCounterStorePropertiesTest extends CounterStoreProperties {

  @Override
  protected CounterStore newStore() {
    return Stores.virtual();
  }

  @Override
  protected int tries() {
    return Boolean.getBoolean("mcppolicy.thorough") ? 2_000 : 10;
  }

  @Override
  protected boolean mayGoBack() {
    return true;
  }
}
