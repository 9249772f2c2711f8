package dev.mcppolicy.analysis.internal.page;

import java.util.Locale;

/** What a colour means. Never told by the colour alone. */
public enum Tone {
  /** Nothing. */
  PLAIN,
  /** As it should be. */
  GOOD,
  /** Worth a look. */
  DOUBTFUL,
  /** Not as it should be. */
  BAD,
  /** Worse. */
  SEVERE;

  /** Returns the class of what has this colour. */
  String style() {
    return "tone-" + name().toLowerCase(Locale.ROOT);
  }

  /** Returns a short text on a ground of this colour. */
  public Element badge(String text) {
    return Element.of("span", text).styled("badge " + style());
  }
}
