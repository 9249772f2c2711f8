package dev.mcppolicy.audit;

import dev.mcppolicy.Code;
import java.util.Collection;

/** Why it can't be said what another policy would have decided. */
final class ReplayMessages {

  private ReplayMessages() {}

  static String circumstance(Code code) {
    return "it was denied by circumstances (" + code + "), not by a rule of a policy";
  }

  static String circumstanceNow(Code code) {
    return "a replay can't tell whether there would be " + code;
  }

  static String cut(Collection<String> fields) {
    return "the record is cut: " + String.join(", ", fields);
  }

  static String sealed() {
    return "the arguments are sealed, and no key was given";
  }

  static String wrongSeal() {
    return "the arguments can't be unsealed with this key";
  }

  static String notRecorded(Collection<String> names) {
    return "the policy looks at arguments that aren't recorded as they were: "
        + String.join(", ", names);
  }

  static String callerNotRecorded() {
    return "the policy looks at the caller, of whom nothing is recorded";
  }

  static String notCallable() {
    return "the record is of no call that could be made again";
  }

  static String uncertainCounter(String counter) {
    return "what the counter \"" + counter + "\" would have held can't be said";
  }

  static String unknownApproval() {
    return "the policy asks for approval, and the record doesn't say whether somebody gave it";
  }
}
