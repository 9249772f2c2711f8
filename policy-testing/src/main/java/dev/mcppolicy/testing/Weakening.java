package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Place;

/**
 * One change that makes a policy let more pass.
 *
 * @param rule the rule that it weakens, as a JSON Pointer
 * @param whole whether the whole rule goes, so that smaller changes of it matter only if this one
 *     is noticed
 * @param pointer what is changed
 * @param place where that stands
 * @param message what is changed, and which call would notice
 * @param document the policy with the change
 */
record Weakening(
    String rule, boolean whole, String pointer, Place place, String message, Node document) {

  Survivor survivor() {
    return new Survivor(pointer, place.line(), place.column(), message);
  }
}
