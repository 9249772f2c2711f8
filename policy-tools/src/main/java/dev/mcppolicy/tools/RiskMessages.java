package dev.mcppolicy.tools;

import java.util.Set;

/** The reasons for how tools are classified, in words. */
final class RiskMessages {

  private static final Set<String> CONTRADICTIONS =
      Set.of("hint-contradicts", "description-raises");

  private RiskMessages() {}

  private static String shown(String text) {
    String quoted = ToolMessages.quoted(text);
    return "`" + quoted.substring(1, quoted.length() - 1) + "`";
  }

  /** Says whether a signal is that something speaks against something else. */
  static boolean contradicts(Signal signal) {
    return CONTRADICTIONS.contains(signal.id());
  }

  // Names

  static Signal verb(String word, boolean begins, Category meaning) {
    String where = begins ? "name begins with " : "name holds ";
    return new Signal("name-verb", where + shown(word) + ", a word of " + kind(meaning));
  }

  private static String kind(Category category) {
    return switch (category) {
      case READ -> "reading";
      case WRITE -> "writing";
      case EXECUTE -> "executing";
      case DESTRUCTIVE -> "destroying";
      case FINANCIAL -> "paying";
    };
  }

  static Signal money(String word) {
    return new Signal("name-money", "name speaks of money (" + shown(word) + ")");
  }

  static Signal readNoun(String word) {
    return new Signal("name-noun", "name ends with " + shown(word) + ", which is looked at");
  }

  static Signal vast(String word) {
    return new Signal("name-vast", "what is lost may be much (" + shown(word) + ")");
  }

  static Signal network(String word) {
    return new Signal("name-network", "name speaks of the network (" + shown(word) + ")");
  }

  static Signal secretName(String word) {
    return new Signal("name-secret", "name speaks of secrets (" + shown(word) + ")");
  }

  static Signal unseenCharacters(String name) {
    return new Signal(
        "name-unseen", "name holds characters that nobody sees (" + shown(name) + ")");
  }

  static Signal mixedAlphabets(String word, String latin) {
    return new Signal(
        "name-alphabets",
        latin.equals(word)
            ? shown(word) + " mixes letters of several alphabets"
            : shown(word)
                + " is written with letters of another alphabet, and looks like "
                + shown(latin));
  }

  static Signal nothingSaysSo() {
    return new Signal(
        "nothing-known", "nothing says what it does, so it is taken to change something");
  }

  // Descriptions

  static Signal noDescription() {
    return new Signal("no-description", "no description");
  }

  static Signal longDescription(int most) {
    return new Signal(
        "long-description",
        "description is longer than the " + most + " characters that were read");
  }

  static Signal describedAs(String word, Category meaning) {
    return new Signal(
        meaning == Category.READ ? "description-verb" : "description-raises",
        "description says " + shown(word) + ", a word of " + kind(meaning));
  }

  static Signal forGood() {
    return new Signal("for-good", "description says that it can't be undone");
  }

  static Signal arbitrary() {
    return new Signal("arbitrary", "description says that it runs whatever it is given");
  }

  // Schemas

  static Signal command(String name) {
    return new Signal("takes-command", "free-form command (" + shown(name) + ")");
  }

  static Signal program(String name) {
    return new Signal("takes-program", "accepts a program or a query (" + shown(name) + ")");
  }

  static Signal path(String name) {
    return new Signal("takes-path", "accepts a file system path (" + shown(name) + ")");
  }

  static Signal url(String name) {
    return new Signal("takes-url", "accepts a URL (" + shown(name) + ")");
  }

  static Signal secretParameter(String name) {
    return new Signal("takes-secret", "accepts a secret (" + shown(name) + ")");
  }

  static Signal amount(String name) {
    return new Signal("takes-amount", "accepts an amount of money (" + shown(name) + ")");
  }

  static Signal manyParameters(int count) {
    return new Signal("many-parameters", count + " parameters");
  }

  static Signal anyParameters() {
    return new Signal("any-parameters", "accepts parameters that it doesn't name");
  }

  // Hints

  static Signal saysNotReadOnly() {
    return new Signal("hint-writes", "says that it isn't read-only");
  }

  static Signal saysReadOnlyBut(String name) {
    return new Signal("hint-contradicts", "says it is read-only but is called " + shown(name));
  }

  static Signal saysReadOnlyOnly() {
    return new Signal("hint-alone", "says it is read-only, which nothing else confirms");
  }

  static Signal saysDestructive() {
    return new Signal("hint-destroys", "says that it destroys");
  }

  static Signal saysOpenWorld() {
    return new Signal("hint-open-world", "says that it meets the outside world");
  }
}
