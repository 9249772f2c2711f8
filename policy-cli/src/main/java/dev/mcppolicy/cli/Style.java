package dev.mcppolicy.cli;

/** How a piece of text stands out on a terminal. */
enum Style {
  PLAIN(""),
  GOOD("32"),
  BAD("31"),
  DOUBTFUL("33"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns a text in this style, as terminals understand it. */
  String on(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
