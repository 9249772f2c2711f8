package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;

/** What {@link InterceptImport} says of a policy that it can't carry over. */
final class ImportMessages {

  private ImportMessages() {}

  static String tooBig(int most) {
    return "the file has more than " + most + " characters";
  }

  static String tooDeep(int most) {
    return "lists and mappings are nested more than " + most + " levels deep";
  }

  static String noYaml() {
    return "this is no YAML from here on";
  }

  static String notOneDocument() {
    return "the file must hold one document";
  }

  static String alias() {
    return "anchors and aliases are not read; write the value out";
  }

  static String tag() {
    return "tags are not read; write the value without one";
  }

  static String badKey() {
    return "a key must be a text, and no merge key";
  }

  static String duplicateKey(String key) {
    return "the key " + LintMessages.shown(key) + " stands twice";
  }

  static String notA(String what, Node found) {
    return "must be " + what + ", and not " + found.typeWithArticle();
  }

  static String unknownKey(String key) {
    return "unknown key " + LintMessages.shown(key);
  }

  static String missing(String key) {
    return LintMessages.shown(key) + " is missing";
  }

  static String wrongVersion() {
    return "version must be \"1\", in quotes";
  }

  static String wrongDefault() {
    return "default must be allow or deny";
  }

  static String globName() {
    return "a name with * or ? stands for many tools here, but only for itself in Intercept";
  }

  static String globalTool() {
    return "a tool named _global shares its counters with those of \"*\"";
  }

  static String emptyName() {
    return "a name must not be empty";
  }

  static String wrongAction() {
    return "action must be evaluate or deny";
  }

  static String denyWithMore() {
    return "a rule with action deny takes no conditions, state or rate_limit";
  }

  static String noConditions() {
    return "a rule needs a condition";
  }

  static String rateWithMore() {
    return "rate_limit takes no conditions and no state beside it";
  }

  static String wrongRate() {
    return "rate_limit must be a whole number of at least 1, a slash, and minute, hour or day";
  }

  static String wrongWindow() {
    return "window must be minute, hour or day";
  }

  static String wrongIncrement() {
    return "increment must be a whole number of at least 0";
  }

  static String sameCounter(String counter) {
    return "the counter " + LintMessages.shown(counter) + " is used by another rule of the tool";
  }

  static String foreignState(String own) {
    return "a condition can only look at the counter of its own rule, with the path "
        + LintMessages.shown(own);
  }

  static String oneStateCondition(String own) {
    return "a rule with state needs exactly one condition with the path " + LintMessages.shown(own);
  }

  static String stateOperator() {
    return "a counter can only be compared with lte or lt, and a whole number that leaves room for"
        + " at least nothing";
  }

  static String wrongPath() {
    return "a path must be args. and names, none of them empty, with dots between";
  }

  static String unknownOperator() {
    return "unknown operator";
  }

  static String doubtful() {
    return "this may be read as a number, a date or a text; put it in quotes, or write it as a"
        + " decimal";
  }

  static String printed() {
    return "Intercept compares the prints of such values, which can't be carried over exactly";
  }

  static String emptyList() {
    return "the list must not be empty";
  }

  static String refused(String problem) {
    return "can't be carried over: " + problem;
  }

  static String deniedBy(String rule) {
    return "Denied by rule \"" + rule + "\"";
  }

  static String exceeded(String rule) {
    return "Rate limit exceeded for " + rule;
  }

  static String rateReached(String count, String window) {
    return "Rate limit of " + count + " per " + window + " reached. Try again later.";
  }
}
