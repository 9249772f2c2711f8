package dev.mcppolicy.langchain4j;

/** What this adapter says, side by side. */
final class LangChain4jMessages {

  static final String UNKNOWN_CALLER = "The host failed to say who calls, so this call is denied.";

  private LangChain4jMessages() {}
}
