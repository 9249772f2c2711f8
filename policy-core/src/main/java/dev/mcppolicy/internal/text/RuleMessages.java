package dev.mcppolicy.internal.text;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a policy's author is told about a path, or about the value given to an operator. */
public final class RuleMessages {

  private static final int QUOTED = 60;

  private static final String PATHS =
      "a path looks like args.amount, args[\"user.email\"], args.files[0].name,"
          + " args.files[*].name, caller.id, server.name or tool.name";

  private static final List<String> ROOTS = List.of("args", "caller", "server", "tool");

  private RuleMessages() {}

  // Paths

  /** The path starts with no root; {@code fits} says whether it would be one after "args.". */
  public static String unknownRoot(String path, boolean fits) {
    if (path.isEmpty()) {
      return "a path is never empty; " + PATHS;
    }
    String first = path.split("[.\\[]", 2)[0];
    if (first.equals("server") || first.equals("tool")) {
      return "of the " + first + " nothing but " + first + ".name can be read";
    }
    Optional<String> root = Suggestion.among(ROOTS, first);
    Optional<String> meant =
        first.length() < path.length() && root.isPresent()
            ? root.map(name -> name + path.substring(first.length()))
            : fits ? Optional.of("args." + path) : Optional.empty();
    return "a path starts with args, caller, server.name or tool.name, which "
        + quote(path)
        + " doesn't"
        + meant.map(guess -> "; did you mean " + quote(guess) + "?").orElse("; " + PATHS);
  }

  public static String bareRoot(String root) {
    return root + " alone is no value; name a part of it, as in " + root + ".id";
  }

  public static String nothingFollows(String root) {
    return root + " is a text, and nothing follows it in a path";
  }

  public static String pathHasLoneSurrogate() {
    return "a path holds half of a surrogate pair; write the whole character";
  }

  public static String brokenPath(String path, int character, String what) {
    return what + ", at character " + character + " of " + quote(path) + "; " + PATHS;
  }

  public static String noStep() {
    return "a dot or an opening bracket has to stand";
  }

  public static String emptyField() {
    return "a name has to follow the dot";
  }

  public static String openBracket() {
    return "the bracket isn't closed";
  }

  public static String noIndex() {
    return "a bracket holds an index, a key in double quotes or *";
  }

  public static String leadingZero() {
    return "an index has no leading zeros";
  }

  public static String noClosingBracket() {
    return "a closing bracket has to stand";
  }

  public static String openQuote() {
    return "the key's quotes aren't closed";
  }

  public static String rawControl() {
    return "a control character of a key has to be escaped, as in \\n or \\u0007";
  }

  public static String badEscape() {
    return "this is no escape of JSON: \\\" \\\\ \\/ \\b \\f \\n"
        + " \\r"
        + " \\t and \\u with four hex digits are";
  }

  // Values given to operators

  public static String notA(String what, @Nullable Object found) {
    return "must be " + what + ", not " + shown(found);
  }

  public static String emptyList(String what) {
    return "must be " + what + " that is not empty";
  }

  public static String notAType(List<String> names, @Nullable Object found) {
    String message = notA("one of " + String.join(", ", names), found);
    return found instanceof String name
        ? message
            + Suggestion.among(names, name)
                .map(guess -> "; did you mean " + quote(guess) + "?")
                .orElse("")
        : message;
  }

  // Patterns

  public static String badPattern(String error, String at) {
    String where = at.isEmpty() ? "" : ", at " + quote(at);
    return "the pattern doesn't parse: " + error + where + "; it has to be RE2 syntax";
  }

  public static String unsupportedPattern(String at) {
    return "the pattern holds "
        + quote(at)
        + ", which RE2 does not know: there is no look-around, no back-reference, no atomic group"
        + " and no possessive repetition, so that every match takes linear time";
  }

  public static String patternTooBig(long most) {
    return "the pattern is too big: repetitions written out, it has more than "
        + most
        + " parts; use smaller counts, or several conditions";
  }

  public static String patternTooLong(int most) {
    return "the pattern has more than " + most + " characters; use several conditions";
  }

  public static String patternFoldsTooMuch(long max) {
    return "the pattern ignores the case of more than " + max + " characters; name fewer of them";
  }

  public static String patternFoldsEndlessly() {
    return "the pattern ignores case and names a letter of U+1C80 to U+1C88, whose case can't be"
        + " ignored; leave these letters out, or (?i)";
  }

  public static String patternTooDeep(int most) {
    return "the pattern is nested more than " + most + " groups deep";
  }

  public static String patternFoldsDoubtfully() {
    return "the pattern ignores case and names a letter above U+1044F, whose case RE2 ignores in some"
        + " places only; put both cases in a class, or leave out (?i)";
  }

  public static String patternFailed() {
    return "the pattern can't be compiled; it has to be RE2 syntax";
  }

  // File paths

  public static String relativeFolder(String folder) {
    return "must be an absolute path such as \"/app\" or \"C:\\\\app\", not " + quote(folder);
  }

  public static String folderWithTilde(String folder) {
    return "must be an absolute path: what ~ stands for is not known here, in " + quote(folder);
  }

  public static String folderWithTwoSeparators(String folder) {
    return "must not begin with two separators, as a network share does: " + quote(folder);
  }

  public static String folderWithNul() {
    return "must not hold a NUL";
  }

  public static String driveWithoutSeparator(String folder) {
    return "a separator has to follow the drive letter, as in \"C:\\\\app\", in " + quote(folder);
  }

  public static String windowsRenames(String folder) {
    return "Windows does not know this folder by this name: a part of a path with a drive letter"
        + " neither ends with a dot or space nor holds a colon: "
        + quote(folder);
  }

  // Hosts

  public static String hostIsUrl(String host) {
    return "must be a host alone, without scheme, path or user, not the URL " + quote(host);
  }

  public static String hostHasPort(String host) {
    return "must be a host without a port, since every port is meant: " + quote(host);
  }

  public static String hostWithoutBrackets(String host) {
    return "an IPv6 address stands in brackets: write " + quote("[" + host + "]");
  }

  public static String hostHasFinalDot(String host) {
    return "must be a host without a final dot: " + quote(host);
  }

  public static String badStar(String host) {
    return "* stands for subdomains only, as in \"*.example.com\", not as in " + quote(host);
  }

  public static String hostIsNotAscii(String host) {
    return "a host is written in ASCII: write the xn-- form of " + quote(host);
  }

  public static String badAddress(String host) {
    return "is no IP address: " + quote(host) + "; write \"10.0.0.1\" or \"[2001:db8::1]\"";
  }

  public static String badHost(String host) {
    return "must be a host name, \"*.\" and a host name, or an IP address (IPv6 in brackets), not "
        + quote(host);
  }

  private static String shown(@Nullable Object found) {
    if (found instanceof String text) {
      return quote(text);
    }
    if (found instanceof Number || found instanceof Boolean) {
      return found.toString();
    }
    return switch (JsonNumbers.typeName(found)) {
      case "array" -> "a list";
      case "object" -> "an object";
      default -> "null";
    };
  }

  private static String quote(String text) {
    return Shown.quoted(text, QUOTED);
  }
}
