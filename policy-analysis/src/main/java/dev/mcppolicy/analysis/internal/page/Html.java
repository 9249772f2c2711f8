package dev.mcppolicy.analysis.internal.page;

/** A part of a page. */
public sealed interface Html permits Element, Text {

  /** Returns a text, which is shown as it is, whatever it holds. */
  static Html text(String text) {
    return new Text(text);
  }

  /** Prints it. */
  void writeTo(StringBuilder out);
}
