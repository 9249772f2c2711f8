package dev.mcppolicy.langchain4j;

/** What this adapter says, side by side. */
final class LangChain4jMessages {

  static final String UNKNOWN_CALLER = "The host failed to say who calls, so this call is denied.";

  static final String EDITED =
      "It was approved with other arguments, which only a tool call can have.";

  private LangChain4jMessages() {}

  static String namedLikeARequest(String tool) {
    return "The tool "
        + tool
        + " has the name of a request of the protocol, for which the rules of that name are, and"
        + " is denied.";
  }
}
