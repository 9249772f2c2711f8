/** Holds stores of counters to what the engine relies on. */
module dev.mcppolicy.store.contract {
  requires transitive dev.mcppolicy.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.store.contract;
}
