package dev.mcppolicy.tools;

import java.util.List;

/** What recommended policies, their tests and their makers say. */
final class ScaffoldMessages {

  private ScaffoldMessages() {}

  static String reason(Category category) {
    return switch (category) {
      case FINANCIAL -> "This is about money; a person has to agree.";
      case EXECUTE -> "This runs something; a person has to agree.";
      default -> "This changes something; a person has to agree.";
    };
  }

  // Suggestions

  static String within(String path) {
    return "{ \"path\": "
        + PolicyText.quoted(path)
        + ", \"op\": \"within\", \"value\": \"/your/folder\" }";
  }

  static String hostIn(String path) {
    return "{ \"path\": "
        + PolicyText.quoted(path)
        + ", \"op\": \"host_in\", \"value\": [\"api.example.com\"] }";
  }

  static String readsSecrets() {
    return "it may hand out secrets: consider \"action\": \"require_approval\", or hide it";
  }

  static String amountIsNoNumber(String path) {
    return "the amount " + path + " isn't always a number, so no limit adds it up";
  }

  // Notes

  static String unnameable(String tool, boolean allowedByDefault) {
    return "the tool "
        + ToolMessages.quoted(tool)
        + (allowedByDefault ? " is allowed by default" : " is denied and stands nowhere")
        + ": a policy can't name it without naming others";
  }

  static String sameNameOfSeveral(String tool, List<String> servers) {
    return "the tool "
        + ToolMessages.quoted(tool)
        + " is listed by "
        + String.join(", ", servers.stream().map(ToolMessages::quoted).toList())
        + "; one entry, the strictest, is for all of them";
  }

  static String coveredByGlob(String tool, String key) {
    return "the tool "
        + ToolMessages.quoted(tool)
        + " is left to "
        + ToolMessages.quoted(key)
        + ", which names it already";
  }

  static String unloadable(List<String> problems) {
    return "the recommended policy would not load: " + String.join("; ", problems);
  }

  static String wrongSpend(Object value) {
    return "spendADay must be >= 0: " + value;
  }

  // Tests

  static String testOf(String tool) {
    return tool + ": what is recommended";
  }

  static String testOfHidden() {
    return "what is hidden is in no list, and is denied";
  }

  static String testOfUnnameable() {
    return "what a policy can't name is denied";
  }

  static String testOfUnlisted() {
    return "what isn't listed is denied";
  }
}
