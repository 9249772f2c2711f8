package dev.mcppolicy.store;

/** Names one taking of one store, so that it can be settled. Opaque to everybody else. */
public interface Ticket {}
