package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node;
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
}
