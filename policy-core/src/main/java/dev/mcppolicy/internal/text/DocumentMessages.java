package dev.mcppolicy.internal.text;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a policy's author is told about a document that doesn't load. */
public final class DocumentMessages {

  private static final int LISTED = 50;
  private static final int QUOTED = 60;

  private DocumentMessages() {}

  /** All problems of a document, a line each. */
  public static String invalid(String source, List<PolicyProblem> problems) {
    StringBuilder out = new StringBuilder(source);
    out.append(problems.size() == 1 ? ": 1 problem" : ": " + problems.size() + " problems");
    Set<String> topics = new LinkedHashSet<>();
    for (PolicyProblem problem : problems.subList(0, Math.min(LISTED, problems.size()))) {
      out.append('\n').append(source).append(problem.line() > 0 ? ":" : " ").append(problem);
      topics.add("#" + problem.topic());
    }
    if (problems.size() > LISTED) {
      out.append("\nand ").append(problems.size() - LISTED).append(" more");
    }
    return out.append("\nsee docs/troubleshooting.md: ")
        .append(String.join(", ", topics))
        .toString();
  }

  /** A directory was named where a file is needed. */
  public static String isADirectory(Path file) {
    return file + " is a directory; name a file";
  }

  /** A file can't be read. */
  public static String cantBeRead(Path file, IOException failure) {
    String why =
        failure instanceof NoSuchFileException
            ? "there is no such file"
            : failure instanceof AccessDeniedException
                ? "it must not be read"
                : String.valueOf(failure.getMessage());
    return file + " can't be read: " + why;
  }

  public static String tooBig(int bytes) {
    return "the document has more than " + bytes + " bytes; split it, or make its lists shorter";
  }

  public static String notUtf8() {
    return "the document is not UTF-8; save it as UTF-8";
  }

  public static String byteOrderMark() {
    return "the document begins with a byte order mark; save it as UTF-8 without one";
  }

  public static String endsTooSoon() {
    return "this is no JSON: the document ends before it is complete";
  }

  public static String noJson() {
    return "this is no JSON from here on; there are no comments, single quotes, trailing commas,"
        + " leading zeros or line breaks within texts";
  }

  public static String tooDeep(int depth) {
    return "lists and objects are nested more than " + depth + " deep";
  }

  public static String empty() {
    return "the document is empty; the smallest policy is {\"version\": \"1\", \"default\":"
        + " \"deny\"}";
  }

  public static String trailingContent() {
    return "something follows the document; one file holds one policy";
  }

  public static String duplicateKey(String key) {
    return "the key " + quote(key) + " stands twice in one object; remove one";
  }

  public static String numberPastBounds() {
    return "a number has at most 400 digits and an exponent between -400 and 400";
  }

  public static String loneSurrogate() {
    return "a text holds half of a surrogate pair; write the whole character";
  }

  public static String unknownKey(String key, List<String> known) {
    return Suggestion.among(known, key)
        .map(guess -> "unknown key " + quote(key) + "; did you mean " + quote(guess) + "?")
        .orElseGet(
            () -> "unknown key " + quote(key) + "; the keys here are " + String.join(", ", known));
  }

  public static String missingKey(String key) {
    return "the key " + quote(key) + " is missing";
  }

  public static String notA(String what, Node found) {
    return "must be " + what + ", not " + shown(found);
  }

  public static String notOneOf(Collection<String> choices, Node found) {
    StringBuilder out = new StringBuilder("must be ").append(quoted(choices));
    out.append(", not ").append(shown(found));
    if (found instanceof TextNode text) {
      Suggestion.among(choices, text.text())
          .ifPresent(guess -> out.append("; did you mean ").append(quote(guess)).append('?'));
    }
    return out.toString();
  }

  public static String emptyList(String what) {
    return "must be " + what + " that is not empty";
  }

  public static String wrongVersion(Node found) {
    return "must be the text \"1\", the version of the language, not " + shown(found);
  }

  public static String emptyToolName() {
    return "a tool's name is never empty";
  }

  public static String unknownOperator(Node found, Collection<String> operators) {
    String known = "; use one of " + String.join(", ", operators);
    if (!(found instanceof TextNode text)) {
      return "must be an operator, not " + shown(found) + known;
    }
    return "unknown operator "
        + quote(text.text())
        + known
        + Suggestion.among(operators, text.text())
            .map(guess -> "; did you mean " + quote(guess) + "?")
            .orElse("");
  }

  public static String optionalOutsideRequire() {
    return "\"optional\" goes with the conditions of \"require\" only: elsewhere an absent value is"
        + " judged by the operator";
  }

  public static String optionalWithExists() {
    return "\"optional\" does not go with \"exists\", which judges what is absent";
  }

  public static String eachWhereOneIsNeeded() {
    return "[*] gives many values where one is needed; name one, as in [0]";
  }

  public static String notTogether(String key, String other) {
    return quote(key) + " and " + quote(other) + " both say what a call spends; keep one";
  }

  public static String amountNotFromArgs() {
    return "an amount comes from the call's arguments; write a path that starts with args";
  }

  public static String badCounterName(String name) {
    return name.isEmpty()
        ? "a counter's name is never empty; leave the key out for a counter of the limit's own"
        : "a counter's name does not start with \"/\", as the names of unnamed counters do";
  }

  public static String countersDisagree(String counter, String other) {
    return "the counter "
        + quote(counter)
        + " has another scope or per at "
        + other
        + "; limits of one counter agree on both";
  }

  public static String notAWindow(Node found) {
    return "must be \"second\", \"minute\", \"hour\", \"day\", \"week\", \"lifetime\", a duration"
        + " longer than zero, as in \"PT90S\", or whole seconds, not "
        + shown(found);
  }

  public static String notARateWindow(Node found) {
    return "must be \"second\", \"minute\", \"hour\", \"day\", \"week\" or whole seconds, not "
        + shown(found)
        + "; a limit can have other windows";
  }

  public static String notADuration(Node found) {
    return "must be a duration longer than zero, as in \"PT5M\", not " + shown(found);
  }

  public static String notACalendarWindow() {
    return "a calendar window is \"week\" or divides a day, as in \"PT15M\" or \"day\"";
  }

  public static String lifetimeHasNoCalendar() {
    return "a lifetime has no beginning on the calendar; leave \"align\" out";
  }

  public static String zoneWithoutCalendar() {
    return "\"zone\" goes with \"align\": \"calendar\" only: a sliding window has no zone";
  }

  public static String unknownZone(String name) {
    return "unknown time zone " + quote(name) + "; use a name such as \"Europe/Berlin\"";
  }

  private static String quoted(Collection<String> choices) {
    List<String> names = choices.stream().map(DocumentMessages::quote).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String shown(Node found) {
    if (found instanceof TextNode text) {
      return quote(text.text());
    }
    if (found instanceof NumberNode number) {
      return shortened(number.token());
    }
    return found instanceof BooleanNode flag
        ? String.valueOf(flag.value())
        : found.typeWithArticle();
  }

  private static String shortened(String token) {
    return token.length() > QUOTED ? token.substring(0, QUOTED) + "…" : token;
  }

  private static String quote(String text) {
    return Shown.quoted(text, QUOTED);
  }
}
