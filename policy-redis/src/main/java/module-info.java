/** Keeps the counters of several processes together, in Redis or Valkey. */
@SuppressWarnings({"module", "requires-transitive-automatic"}) // Lettuce has only an automatic name
module dev.mcppolicy.redis {
  requires transitive dev.mcppolicy.core;
  requires io.netty.buffer;
  requires transitive lettuce.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.redis;
}
