package dev.mcppolicy.analysis;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two policies.
 *
 * @param effect what it does to calls
 * @param oldPointer where it stands in the old policy, as a JSON Pointer, or null
 * @param newPointer where it stands in the new policy, as a JSON Pointer, or null
 * @param sentence what changes for whom
 * @param found a call that both policies judge differently, or null
 */
public record Change(
    Effect effect,
    @Nullable String oldPointer,
    @Nullable String newPointer,
    String sentence,
    @Nullable Witness found) {

  /** What a change does to calls. */
  public enum Effect {
    /** A call that was denied is allowed, or is allowed where approval was asked for. */
    WIDER,
    /** A call that was allowed is denied, or needs approval; none that was denied is allowed. */
    NARROWER,
    /** A call is judged as before, but seen or recorded differently, or told another text. */
    TEXT,
    /** Whether a call that was denied is allowed can't be decided; counts as wider. */
    UNDECIDED
  }

  /** Checks that nothing is null but what may be. */
  public Change {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(sentence, "sentence");
  }

  /** Returns a call that both policies judge differently, if one was found. */
  public Optional<Witness> witness() {
    return Optional.ofNullable(found);
  }

  /** Says whether it counts as wider. */
  public boolean isWider() {
    return effect == Effect.WIDER || effect == Effect.UNDECIDED;
  }

  /** Returns the sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}
