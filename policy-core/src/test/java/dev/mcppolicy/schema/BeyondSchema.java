package dev.mcppolicy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcppolicy.PolicyProblem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of the language that a schema can't express: what the reader may refuse although the
 * schema accepts it. Whoever adds one here says why a schema can't.
 */
enum BeyondSchema {
  /** A validator reads what a parser made of the text. */
  IS_NO_JSON("unreadable", "this is no JSON|the document is empty|something follows the document"),
  /** A validator never sees bytes. */
  ENCODING("unreadable", "the document is not UTF-8|the document begins with a byte order mark"),
  /** JSON Schema has no word for the size of a document, nor for its depth. */
  SIZE("unreadable", "the document has more than|lists and objects are nested more than"),
  /** A pattern could say it of one text, but not of all texts and keys. */
  LONE_SURROGATES("unreadable", "a text holds half of a surrogate pair"),
  /** Half a pair may stand in a path as such, and not as an escape only. */
  LONE_SURROGATE_IN_A_PATH("path", "a path holds half of a surrogate pair"),
  /** A validator gets an object whose keys are distinct. */
  DUPLICATE_KEYS("duplicate-key", "the key \".*\" stands twice"),
  /** A validator gets a number, and not how it was written. */
  NUMBER_BOUNDS("number", "a number has at most 400 digits and an exponent"),
  /** A schema compares no two values of a document. */
  COUNTERS("counter", "the counter \".*\" has another scope or per"),
  /** A schema could say only that a text is a regular expression of ECMAScript. */
  PATTERNS("operator", "the pattern "),
  /** The names of the time zones are data of the platform. */
  ZONES("window", "unknown time zone"),
  /** A schema doesn't add the parts of a duration up, nor does it see that one is too long. */
  DURATION_SUMS("window", "must be .*a duration longer than zero, .*") {
    @Override
    boolean covers(PolicyProblem problem, JsonNode document) {
      JsonNode duration = document.at(problem.pointer());
      return super.covers(problem, document)
          && isDuration(duration)
          && (LONG_PART.matcher(duration.textValue()).find()
              || POSITIVE_PART.matcher(duration.textValue()).find()
                  && NEGATIVE_PART.matcher(duration.textValue()).find());
    }
  },
  /** A schema doesn't divide a day by a duration of several parts, or by fractions. */
  CALENDAR_SUMS("window", "a calendar window is \"week\" or divides a day") {
    @Override
    boolean covers(PolicyProblem problem, JsonNode document) {
      JsonNode window = document.at(problem.pointer());
      return super.covers(problem, document)
          && isDuration(window)
          && !ONE_PART.matcher(window.textValue()).matches();
    }
  };

  private static final Pattern ONE_PART =
      Pattern.compile("P([0-9]+D|T[0-9]+[HM])", Pattern.CASE_INSENSITIVE);

  private static final Pattern LONG_PART = Pattern.compile("[0-9]{15}");

  private static final Pattern POSITIVE_PART = Pattern.compile("(?:[A-Za-z]|\\+)[0-9.,]*[1-9]");

  private static final Pattern NEGATIVE_PART = Pattern.compile("-[0-9.,]*[1-9]");

  private static final Pattern DURATION =
      Pattern.compile(
          "[-+]?P(?:[-+]?[0-9]+D)?"
              + "(?:T(?:[-+]?[0-9]+H)?(?:[-+]?[0-9]+M)?(?:[-+]?[0-9]+(?:[.,][0-9]{0,9})?S)?)?",
          Pattern.CASE_INSENSITIVE);

  private final String topic;
  private final Pattern message;

  BeyondSchema(String topic, String message) {
    this.topic = topic;
    this.message = Pattern.compile("(?:" + message + ").*", Pattern.DOTALL);
  }

  /** Returns why no schema can say what a problem of a document says, if none can. */
  static Optional<BeyondSchema> of(PolicyProblem problem, JsonNode document) {
    for (BeyondSchema reason : values()) {
      if (reason.covers(problem, document)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  boolean covers(PolicyProblem problem, JsonNode document) {
    return problem.topic().equals(topic) && message.matcher(problem.message()).matches();
  }

  private static boolean isDuration(JsonNode node) {
    return node.isTextual() && DURATION.matcher(node.textValue()).matches();
  }
}
