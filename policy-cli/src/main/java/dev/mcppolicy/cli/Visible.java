package dev.mcppolicy.cli;

import dev.mcppolicy.internal.text.Characters;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Makes visible what somebody else wrote: a policy's text could hold what moves a terminal's
 * cursor, recolours its lines or turns their direction. Whatever isn't plainly visible becomes an
 * escape, as in JSON.
 */
final class Visible {

  private final CharsetEncoder encoder;

  Visible(Charset charset) {
    this.encoder = charset.newEncoder();
  }

  /** Returns a text on one line. */
  String line(String text) {
    return escaped(text, false);
  }

  /** Returns a text that keeps its line feeds. */
  String lines(String text) {
    return escaped(text, true);
  }

  private String escaped(String text, boolean keepLineFeeds) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if ((c == '\n' && keepLineFeeds) || isVisible(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(Characters.escaped(c));
              }
            });
    return out.toString();
  }

  private boolean isVisible(int c) {
    return Characters.isPlain(c) && (c < 0x80 || encoder.canEncode(Character.toString(c)));
  }
}
