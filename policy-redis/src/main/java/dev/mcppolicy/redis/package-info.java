/**
 * One quota across many processes: a {@link dev.mcppolicy.store.CounterStore} in Redis or Valkey.
 */
@NullMarked
package dev.mcppolicy.redis;

import org.jspecify.annotations.NullMarked;
