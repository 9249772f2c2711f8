package dev.mcppolicy.store;

/**
 * Figures of a store, for a metric.
 *
 * @param keys how many keys are held, or -1 if the store can't say
 * @param maxKeys how many may be held
 * @param refusedKeys how many takings were refused because there was no room for a new key
 */
public record StoreStats(long keys, long maxKeys, long refusedKeys) {}
