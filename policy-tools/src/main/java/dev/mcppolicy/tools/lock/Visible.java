package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.text.Characters;
import dev.mcppolicy.internal.text.Shown;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of a text a reader sees. */
final class Visible {

  private static final int BEFORE = 20;
  private static final int MOST = 100;

  private Visible() {}

  /** Returns what is suspicious about the character at a place, or null. */
  static @Nullable Suspicion suspicion(String text, int at) {
    int c = text.codePointAt(at);
    if (isBidirectional(c)) {
      return Suspicion.BIDIRECTIONAL;
    }
    if (isInvisible(c)) {
      return belongsToPicture(text, at, c) ? null : Suspicion.INVISIBLE;
    }
    return isLookAlike(text, at, c) ? Suspicion.LOOK_ALIKE : null;
  }

  private static boolean isBidirectional(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }

  private static boolean isInvisible(int c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      return false;
    }
    return Characters.isUnseen(c);
  }

  /** Says whether a joiner or a variation selector stands after a picture, where it belongs. */
  private static boolean belongsToPicture(String text, int at, int c) {
    if ((c != 0x200D && c != 0xFE0F && c != 0xFE0E) || at == 0) {
      return false;
    }
    int before = text.codePointBefore(at);
    return (before > 0x203B && Character.getType(before) == Character.OTHER_SYMBOL)
        || (before == 0xFE0F && c == 0x200D);
  }

  /** Says whether a letter of another script stands within a word of Latin letters. */
  private static boolean isLookAlike(String text, int at, int c) {
    if (isLatin(c) || !Characters.isAlike(Character.UnicodeScript.of(c))) {
      return false;
    }
    int after = at + Character.charCount(c);
    return (at > 0 && isLatin(text.codePointBefore(at)))
        || (after < text.length() && isLatin(text.codePointAt(after)));
  }

  private static boolean isLatin(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }

  /** Returns a text as a model may read it: without what can't be seen, in plain small letters. */
  static String plain(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c >= 0xE0020 && c <= 0xE007E) {
        seen.append((char) (c - 0xE0000)); // a letter of a tag: models read it
      } else if (!isBidirectional(c) && !isInvisible(c)) {
        seen.appendCodePoint(c);
      }
    }
    return Normalizer.normalize(seen, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** Escapes within JSON what a reader doesn't see. */
  static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c > 0x7E && (isBidirectional(c) || isInvisible(c) || Characters.isHalf(c))) {
                out.append(Characters.escaped(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** Quotes what stands about a place. */
  static String quoted(String text, int at) {
    int from = Math.max(0, at - BEFORE);
    if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
      from--;
    }
    return (from > 0 ? "…" : "") + Shown.quoted(text.substring(from), MOST);
  }
}
