package dev.mcppolicy.testing;

/** What the author of policy tests is told of the changes that no test notices. */
final class MutationMessages {

  private MutationMessages() {}

  static String report(MutationReport report) {
    int noticed = report.tried() - report.survived();
    StringBuilder out = new StringBuilder("mutation: the tests notice ");
    out.append(noticed).append(" of ").append(report.tried()).append(" weakenings");
    for (PolicyMutations policy : report.policies()) {
      if (policy.testsFail()) {
        out.append('\n').append(policy.policy());
        out.append(": not tried, because a test fails already; mend it first");
      }
      policy
          .survivors()
          .forEach(one -> out.append('\n').append(policy.policy()).append(':').append(one));
    }
    return out.toString();
  }

  private static String unnoticed(String change, String hint) {
    return "no test notices when " + change + "; add " + hint;
  }

  static String defaultAllows() {
    return unnoticed(
        "the default becomes \"allow\"", "a call of a tool that the policy doesn't name");
  }

  static String notHidden(String tool) {
    return unnoticed(
        "this no longer hides",
        "a \"list\" with a tool that only "
            + TestingMessages.quote(tool)
            + " hides, or a call of it");
  }

  static String deniedShown() {
    return unnoticed(
        "denied tools are listed", "a \"list\" with a tool that is denied but not hidden");
  }

  static String actionAllows(String action) {
    return unnoticed(
        "this becomes \"allow\"",
        action.equals("deny")
            ? "a call that is expected to be denied"
            : "a call that is expected to ask for approval");
  }

  static String anyArgument() {
    return unnoticed(
        "every argument is allowed", "a call with an argument that is not among these");
  }

  static String onlyReported(String change) {
    return unnoticed(
        "this is only reported",
        "a call with a \"definition\" whose \"changes\" are [\"" + change + "\"]");
  }

  static String notValidated() {
    return unnoticed(
        "arguments are not validated", "a call with a \"definition\" whose \"fits\" is false");
  }

  static String noPredicate(String key) {
    return unnoticed(
        "this predicate is dropped",
        key.equals("approve_if") ? "a call for which only it asks" : "a call that only it denies");
  }

  static String noCondition() {
    return unnoticed("this condition is dropped", "a call in which only it decides");
  }

  static String noElement(String element) {
    return unnoticed(element + " is dropped from the list", "a call for which only it decides");
  }

  static String comparison(String from, String to, String value) {
    return unnoticed(
        "`" + from + "` becomes `" + to + "`", "a call with " + value + " at this place");
  }

  static String noLimit() {
    return unnoticed("this limit is dropped", "calls up to the limit and one more");
  }

  static String higherMax(String from, String to) {
    return unnoticed(
        "max rises from " + from + " to " + to,
        "calls that spend exactly " + from + ", and one more that is denied");
  }

  static String shorterWindow(String from, String to) {
    return unnoticed(
        "the window shrinks from " + from + " to " + to,
        "a call that is still denied after " + to + ", or a \"retry_after\"");
  }

  static String narrowerScope() {
    return unnoticed(
        "each grant has a count of its own", "calls of two grants that share the limit");
  }

  static String moreRefunds() {
    return unnoticed(
        "an error gives the amount back", "a call with \"outcome\": \"error\" that stays counted");
  }

  static String moreInFlight(String from, String to) {
    return unnoticed(
        to + " calls may be in flight instead of " + from,
        from + " calls with \"outcome\": \"open\", and one more that is denied");
  }

  static String anyInFlight() {
    return unnoticed(
        "any number of calls may be in flight",
        "calls with \"outcome\": \"open\", and one more that is denied");
  }
}
