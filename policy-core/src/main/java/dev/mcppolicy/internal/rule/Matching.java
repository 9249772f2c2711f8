package dev.mcppolicy.internal.rule;

/** Whether a text contains a match of a pattern. */
record Matching(Regex regex) implements OnText {
  @Override
  public Truth testText(String text) {
    return regex.find(text);
  }
}
