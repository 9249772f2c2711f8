package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.rule.Operator;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.text.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link Lint} says to the author of a policy. */
final class LintMessages {

  private static final int MOST_SHOWN = 60;

  private LintMessages() {}

  static String shown(String text) {
    return Shown.quoted(text, MOST_SHOWN);
  }

  static String invalid(String source, List<PolicyProblem> problems) {
    return problems.stream()
        .map(problem -> source + ":" + problem)
        .collect(Collectors.joining("\n"));
  }

  static String missing(String key) {
    return "\"" + key + "\" is missing";
  }

  static String noSilences(Node found) {
    return "must be a list of silences, and not " + found.typeWithArticle();
  }

  static String notAnObject(List<String> keys, Node found) {
    return "must be an object with "
        + String.join(", ", keys)
        + ", and not "
        + found.typeWithArticle();
  }

  static String unknownKey(String key, List<String> known) {
    return "unknown key " + shown(key) + "; use one of " + String.join(", ", known);
  }

  static String noText(String key, Node found) {
    return "\"" + key + "\" must be a text, and not " + found.typeWithArticle();
  }

  static String emptyReason() {
    return "the reason must say something";
  }

  static String noPointer() {
    return "\"at\" must be a JSON Pointer, which begins with a slash, or empty for the whole policy";
  }

  static String unknownRule(String id) {
    return "unknown id "
        + shown(id)
        + "; use one of "
        + Arrays.stream(LintRule.values())
            .filter(rule -> rule != LintRule.UNUSED_SILENCE)
            .map(LintRule::id)
            .collect(Collectors.joining(", "));
  }

  static String unusedSilence(LintRule rule, String at) {
    return "Nothing is silenced here: "
        + (at.isEmpty() ? "the policy" : shown(at))
        + " has no finding "
        + rule.id()
        + ".";
  }

  static String requireNeverHolds() {
    return "No call can fulfil this, so every call is denied.";
  }

  static String requireAlwaysHolds() {
    return "Every call fulfils this, so it denies none.";
  }

  static String neverTrue(String key) {
    return key.equals("deny_if")
        ? "No call can fulfil this, so it denies none that can be judged."
        : "No call can fulfil this, so approval is asked for none that can be judged.";
  }

  static String neverFalse(String key) {
    return key.equals("deny_if")
        ? "No call escapes this, so every call is denied."
        : "No call escapes this, so approval is asked for every call.";
  }

  static String implied(String other) {
    return "Whatever passes " + shown(other) + " passes this too, so it adds nothing.";
  }

  static String unanchored(String pattern) {
    return "The pattern "
        + shown(pattern)
        + " may match anywhere in the text; write ^ and $, in each alternative, or .* where"
        + " anything may stand.";
  }

  static String negatedOnAbsent(Operator operator, Path path) {
    return "A call without "
        + shown(path.canonical())
        + " is denied, because "
        + operator.id()
        + " can't judge what is absent; require it, or add a condition that it exists.";
  }

  static String pathAsText(Operator operator) {
    return "This looks like a file path, of which "
        + operator.id()
        + " judges only the spelling, so that /app/../etc gets by; use within or not_within.";
  }

  static String urlAsText(Operator operator) {
    return "This looks like a URL, of which "
        + operator.id()
        + " judges only the spelling, so that https://good.example@evil.example gets by; use"
        + " host_in or host_not_in.";
  }

  static String hiddenAndRuled(String hide) {
    return "Every tool with this name is hidden by " + shown(hide) + ", so its rules do nothing.";
  }

  static String rulesNothing() {
    return "Calls are ruled by the names of their tools, so this rules none; use all_tools for what"
        + " holds for every call.";
  }

  static String overlapping(String other, String example) {
    return "A tool such as "
        + shown(example)
        + " is ruled by "
        + shown(other)
        + " as well; both apply, and the more specific one doesn't win.";
  }

  static String missingReason(boolean denies) {
    return denies
        ? "Nobody is told why the tool is denied; give a reason."
        : "Nobody is told why the tool needs approval; give a reason.";
  }

  static String allowsEverything() {
    return "Every call of every tool is allowed: the default is \"allow\", and there are no rules.";
  }

  static String limitBehindDenial(String action) {
    return "Every call is denied by " + shown(action) + " before it is counted.";
  }

  static String limitOfNothing() {
    return "The counter never holds more than 0, because every call spends 0.";
  }

  static String unreachable(String other) {
    return "This limit is never reached, because " + shown(other) + " is always reached first.";
  }

  static String calls() {
    return "calls";
  }

  static String mixedUnits(String counter, String unit, String other, String otherUnit) {
    return "The counter "
        + shown(counter)
        + " adds up "
        + unit
        + " here and "
        + otherUnit
        + " in "
        + shown(other)
        + "; give each unit a counter of its own, or an explicit amount.";
  }
}
