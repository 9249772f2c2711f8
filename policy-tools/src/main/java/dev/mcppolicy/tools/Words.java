package dev.mcppolicy.tools;

import dev.mcppolicy.internal.text.Characters;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Takes names and sentences apart into words that a vocabulary can hold. */
final class Words {

  /** How much of a text is looked at. */
  static final int MOST_CHARACTERS = 4_000;

  private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{M}]+");
  private static final Pattern HUMP =
      Pattern.compile("(?<=[\\p{Ll}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final Pattern MARK = Pattern.compile("\\p{M}+");

  /** Letters that look like Latin ones. */
  private static final Map<Character, Character> LOOKALIKES =
      Map.ofEntries(
          Map.entry('а', 'a'),
          Map.entry('в', 'b'),
          Map.entry('с', 'c'),
          Map.entry('ԁ', 'd'),
          Map.entry('е', 'e'),
          Map.entry('һ', 'h'),
          Map.entry('і', 'i'),
          Map.entry('ј', 'j'),
          Map.entry('к', 'k'),
          Map.entry('ӏ', 'l'),
          Map.entry('м', 'm'),
          Map.entry('о', 'o'),
          Map.entry('р', 'p'),
          Map.entry('ԛ', 'q'),
          Map.entry('ѕ', 's'),
          Map.entry('т', 't'),
          Map.entry('у', 'y'),
          Map.entry('х', 'x'),
          Map.entry('ԝ', 'w'),
          Map.entry('α', 'a'),
          Map.entry('ε', 'e'),
          Map.entry('ι', 'i'),
          Map.entry('κ', 'k'),
          Map.entry('ο', 'o'),
          Map.entry('ρ', 'p'),
          Map.entry('τ', 't'),
          Map.entry('υ', 'u'),
          Map.entry('ν', 'v'),
          Map.entry('χ', 'x'),
          Map.entry('ɡ', 'g'),
          Map.entry('ⅼ', 'l'));

  private Words() {}

  /** Returns the words of a name: of {@code github_createIssue}, github, create and issue. */
  static List<String> ofName(String name) {
    List<String> words = new ArrayList<>();
    for (String part : SEPARATOR.split(seen(name, c -> false), -1)) {
      for (String word : HUMP.split(part, -1)) {
        add(word, words);
      }
    }
    return words;
  }

  /** Returns the words of a sentence. */
  static List<String> ofText(String text) {
    List<String> words = new ArrayList<>();
    for (String word : SEPARATOR.split(seen(text, Character::isWhitespace), -1)) {
      add(word, words);
    }
    return words;
  }

  /** Returns what a reader sees of a text, and some that he doesn't, in the plainest letters. */
  private static String seen(String text, IntPredicate kept) {
    StringBuilder seen = new StringBuilder();
    shortened(text)
        .codePoints()
        .filter(c -> kept.test(c) || !Characters.isUnseen(c))
        .forEach(seen::appendCodePoint);
    return Normalizer.normalize(seen, Normalizer.Form.NFKC);
  }

  private static void add(String word, List<String> words) {
    String plain = plain(word);
    if (!plain.isEmpty()) {
      words.add(plain);
    }
  }

  /** Returns a word in lower case, without accents. */
  static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace("ß", "ss");
    lower = lower.replace('ı', 'i').replace('ł', 'l').replace('ø', 'o');
    String marked = Normalizer.normalize(lower, Normalizer.Form.NFD);
    String bare = MARK.matcher(marked).replaceAll("");
    return Normalizer.normalize(bare, Normalizer.Form.NFC);
  }

  /** Says whether a name holds characters that nobody sees. */
  static boolean hasUnseen(String name) {
    return name.codePoints().anyMatch(Characters::isUnseen);
  }

  /** Says whether a word mixes letters of alphabets that may be taken for each other. */
  static boolean mixesAlphabets(String word) {
    long alphabets =
        word.codePoints()
            .mapToObj(Character.UnicodeScript::of)
            .filter(Characters::isAlike)
            .distinct()
            .count();
    return alphabets > 1;
  }

  /** Returns a word with letters of other alphabets replaced by the Latin ones they look like. */
  static String latinised(String word) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      out.append(LOOKALIKES.getOrDefault(c, c).charValue());
    }
    return out.toString();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
  }
}
