package dev.mcppolicy.internal.model;

/** What an entry does with a call that passes its rules. */
public enum Action {
  /** Lets it through. */
  ALLOW,
  /** Denies it. */
  DENY,
  /** Asks for approval. */
  REQUIRE_APPROVAL
}
