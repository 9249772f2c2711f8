package dev.mcppolicy.internal.rule;

import java.util.List;

/** Part of a pattern. */
sealed interface Part {

  /** One character of a set. */
  record Characters(CharacterSet set) implements Part {}

  /** One part after the other. */
  record Sequence(List<Part> parts) implements Part {}

  /** One of the parts. */
  record Choice(List<Part> parts) implements Part {}

  /**
   * A part, repeated.
   *
   * @param max how often at most, or -1 for any number
   */
  record Repeated(Part part, int min, int max) implements Part {}

  /** No character, but something that has to hold between two. */
  record Between(Edge edge) implements Part {}
}
