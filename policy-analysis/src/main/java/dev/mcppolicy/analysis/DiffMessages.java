package dev.mcppolicy.analysis;

/** What {@link PolicyDiff} says to somebody who reviews a change of a policy. */
final class DiffMessages {

  private DiffMessages() {}

  static String documentsDiffer() {
    return "The policies differ, and whether they judge a call differently can't be decided.";
  }
}
