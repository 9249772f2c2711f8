package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.judge;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\f", " "})
  void a_dollar_is_the_very_end_of_the_text(String after) {
    assertThat(judge("regex", "^(ls|pwd)$", "pwd")).isEqualTo(TRUE);
    assertThat(judge("regex", "^(ls|pwd)$", "pwd" + after)).isEqualTo(FALSE);
    assertThat(judge("not_regex", "d$", "pwd" + after)).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)\u1c80",
        "(?i)\\x{1c88}",
        "(?i)\\Q\u1c84\\E",
        "(?i)[\u1c81]",
        "(?i)[^\u1c81]",
        "(?i)[a-\u1c85]",
        "(?i)[\\x{0}-\\x{2000}]",
        "a(?s-mi:b)[\u1c82-\u1cff]",
        "a(?i:b)\u1c83"
      })
  void aPatternForWhichTheLibraryWouldLookForEverIsRefused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage(
            "the pattern ignores case and names a letter of U+1C80 to U+1C88, whose case can't be"
                + " ignored; leave these letters out, or (?i)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?i)\\x{104b2}", "a(?i:b\ud801\udcb2)", "(?i)\\Q\ud801\udcb2\\E"})
  void aLetterWhoseCaseTheLibraryIgnoresInSomePlacesOnlyIsRefused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage(
            "the pattern ignores case and names a letter above U+1044F, whose case RE2 ignores in"
                + " some places only; put both cases in a class, or leave out (?i)");
    assertThat(Regex.compile("(?i)[\\x{104b2}]").find("\ud801\udcda")).isEqualTo(FALSE);
    assertThat(Regex.compile("(?i)[\\x{10400}]").find("\ud801\udc28")).isEqualTo(TRUE);
  }

  @Test
  void thoseLettersAreRefusedOnlyWhereTheirCaseWouldBeIgnored() {
    assertThat(Regex.compile("\u1c80").find("a\u1c80")).isEqualTo(TRUE);
    assertThat(Regex.compile("[a-\u1c85]").find("\u1c84")).isEqualTo(TRUE);
    assertThat(Regex.compile("(?P<i>\u1c80)").find("\u1c80")).isEqualTo(TRUE);
    assertThat(Regex.compile("(?i)[\\101-\\x{1c7f}]").find("b")).isEqualTo(TRUE);
    assertThat(Regex.compile("(?i)\\p{Cyrillic}").find("\u1c80\u0431")).isEqualTo(TRUE);
    assertThat(Regex.compile("(?i)[\u0430-\u044f]").find("\u1c80")).isEqualTo(FALSE);
  }

  @Test
  @Timeout(60)
  void everyOtherCharactersCaseCanBeIgnored() {
    int width = 0x1000;
    for (int from = 0; from <= Character.MAX_CODE_POINT; from += width) {
      int to = Math.min(from + width - 1, Character.MAX_CODE_POINT);
      if (from <= PatternSize.LAST_ENDLESS && to >= PatternSize.FIRST_ENDLESS) {
        assertFolds(from, PatternSize.FIRST_ENDLESS - 1);
        assertFolds(PatternSize.LAST_ENDLESS + 1, to);
      } else {
        assertFolds(from, to);
      }
    }
  }

  private static void assertFolds(int from, int to) {
    Regex regex = Regex.compile(String.format(Locale.ROOT, "(?i)[\\x{%x}-\\x{%x}]", from, to));
    assertThat(regex.find(Character.toString(to))).isEqualTo(TRUE);
  }

  @Test
  void theCaseOfTooManyCharactersIsNotIgnored() {
    assertThatThrownBy(() -> Regex.compile("(?i)[B-\\x{1e942}B-\\x{1e942}]"))
        .isInstanceOf(InvalidConstantException.class);
    String many = "[\\x{1c89}-\\x{1e942}]".repeat(2);
    assertThatThrownBy(() -> Regex.compile("(?i)" + many))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage(
            "the pattern ignores the case of more than 200000 characters; name fewer of them");
    assertThat(Regex.compile(many).find("\u2000\u2000")).isEqualTo(TRUE);
  }

  @Test
  void a_dollar_is_the_end_of_a_line_only_if_asked() {
    assertThat(judge("regex", "(?m)^pwd$", "x\npwd\ny")).isEqualTo(TRUE);
    assertThat(judge("regex", "(?m)^pwd$", "x\npwd\r\ny")).isEqualTo(FALSE);
  }

  @Test
  void letters_are_folded_whatever_the_locale_and_classes_are_ascii() {
    assertThat(judge("regex", "(?i)^TITLE$", "title")).isEqualTo(TRUE);
    assertThat(judge("regex", "^\\d+$", "٣")).isEqualTo(FALSE);
    assertThat(judge("regex", "^\\w+$", "é")).isEqualTo(FALSE);
    assertThat(judge("regex", "^.$", "😀")).isEqualTo(TRUE);
    assertThat(judge("regex", "a.b", "a\nb")).isEqualTo(FALSE);
    assertThat(judge("regex", "^\\Q\\C.*\\E$", "\\C.*")).isEqualTo(TRUE);
    assertThat(judge("regex", "", "")).isEqualTo(TRUE);
  }

  /** Those that make a backtracking engine try exponentially or quadratically many ways. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(.*a){12}$",
        "^(a+)+$",
        "^(a|a)*$",
        "(a*)*b",
        "(.*)(.*)(.*)(.*)(.*)[^a]",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(x+x+)+y",
        "(?:a?){1000}b",
        "(?:[ab]{0,50}c){20}",
        ".{0,1000}x",
        "a[ab]{1000}c",
        "(?:.{0,30}a){10}b$",
        "(?:a.{0,20}b){20}x",
        "(?:[ab]{1,20}a){15}c",
        "(?i)(?:[\u0430-\u044f]{1,100}\\s){5}!",
        "^[\\pL\\pN ._-]{1,1000}$",
        "(?:\\ba[ab]{10}\\b ){20}x"
      })
  void every_search_takes_linear_time(String pattern) {
    Random random = new Random(30);
    for (String letters : List.of("a", "ab", "abc\n", "\u0430\u0431 ", "ab ")) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 30_000; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(judge("regex", pattern, text.toString())).isNotEqualTo(Truth.UNKNOWN);
      assertThat(judge("regex", pattern, text + "!")).isNotEqualTo(Truth.UNKNOWN);
    }
  }

  @Test
  void what_re2_overlooks_is_found() {
    assertThat(Pattern.compile("A|(?i)ab*").matcher("ab").find()).isFalse();
    assertThat(judge("regex", "A|(?i)ab*", "ab")).isEqualTo(TRUE);
    assertThat(judge("regex", "A|(?i:a)b", "xab")).isEqualTo(TRUE);
    assertThat(judge("regex", "A|(?i:a)b", "xa")).isEqualTo(FALSE);
  }

  /** Of which so many parts may be met at once that moves of bits are no faster than RE2/J. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:\\pL?\\pN?){100}x",
        "(?:[ab]{0,90}[bc]{0,90}){20}x",
        "(?:a.{90}){9}b",
        "(?:(?U:(?:)+(k{2,4}|\\PL\n?_?\\a+?)\ud83d\ude00)+[\\pL]*([^b-k\\p{^Lu}](?m)\\Qa.b\\E{2,3})(\u00df)+)+(?s)+",
        "\\x{61}*?k(?:(?is:[k\\s\\PN]^){0,2}(?:|(|[^\\p{^Lu}]+(?-s){1,}K*|\\pL?-_+\u017fA+?[^.]){1,}\\pN{0,2}[K&\\-])\u0416{1,})+"
      })
  void a_pattern_of_dense_parts_is_searched_as_well(String pattern) {
    Regex regex = Regex.compile(pattern);
    Pattern re2 = Pattern.compile(pattern);
    Random random = new Random(pattern.hashCode());
    String letters = "aaabbbckK_-\n.x\u0416\u017f\u00df1";
    for (int i = 0; i < 60; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(i < 50 ? 12 : 1_200); left >= 0; left--) {
        text.append(letters.charAt(random.nextInt(i % 2 == 0 ? letters.length() : 7)));
      }
      assertThat(regex.find(text.toString()))
          .as("%s on \"%s\"", pattern, text)
          .isEqualTo(Truth.of(re2.matcher(text).find()));
    }
  }

  @Test
  void a_list_of_a_thousand_words_is_searched() {
    StringJoiner words = new StringJoiner("|", "^(?:", ")$");
    for (int i = 0; i < 1_000; i++) {
      words.add("word" + i);
    }
    Regex regex = Regex.compile(words.toString());
    assertThat(regex.find("word999")).isEqualTo(TRUE);
    assertThat(regex.find("word1000")).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"(?=a) (?=", "(?!a) (?!", "(?<=a) (?<=", "(?>a) (?>", "a++ ++", "(a)\\1 \\\\1"})
  void what_re2_does_not_know_is_named(String pattern, String shown) {
    String at = shown.equals("(?<=") ? "(?<=a)" : shown;
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("\"" + at + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\C",
        "[\\C]",
        "a\\C*",
        "(a",
        "a)",
        "[a",
        "[z-a]",
        "*a",
        "a{1001}",
        "a{2,1}",
        "a**",
        "\\",
        "\\p",
        "\\pX",
        "\\p{Foo}",
        "[[:foo:]]",
        "\\Z",
        "\\G",
        "\\x{110000}",
        "(?P<n>a)(?P<n>b)",
        "(?<n",
        "(?x)a",
        "(?i",
        "[",
        "[^",
        "[a-",
        "[\\",
        "\\8",
        "a{3}{3}",
        "\\x{",
        "(?P<>a)"
      })
  void a_pattern_that_does_not_parse_is_refused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern)).isInstanceOf(InvalidConstantException.class);
  }

  @Test
  void a_refusal_says_what_is_wrong_and_where() {
    assertThatThrownBy(() -> Regex.compile("x(unclosed"))
        .hasMessage(
            "the pattern doesn't parse: missing closing ), at \"x(unclosed\"; it has to be RE2"
                + " syntax");
    assertThatThrownBy(() -> Regex.compile("a\\C"))
        .hasMessage(
            "the pattern doesn't parse: invalid escape sequence, at \"\\\\C\"; it has to be RE2"
                + " syntax");
    assertThatThrownBy(() -> Regex.compile("(?=a)"))
        .hasMessage(
            "the pattern holds \"(?=\", which RE2 does not know: there is no look-around, no"
                + " back-reference, no atomic group and no possessive repetition, so that every"
                + " match takes linear time");
    assertThatThrownBy(() -> Regex.compile("((a{1000}){1000}){1000}"))
        .hasMessage(
            "the pattern is too big: repetitions written out, it has more than 10000 parts; use"
                + " smaller counts, or several conditions");
    assertThatThrownBy(() -> Regex.compile("a|".repeat(10_001)))
        .hasMessage("the pattern has more than 20000 characters; use several conditions");
    assertThatThrownBy(() -> Regex.compile("(".repeat(251) + "a" + ")".repeat(251)))
        .hasMessage("the pattern is nested more than 250 groups deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000}){100}",
        "(?:(?:a{10}){100}){20}",
        "[A-[:]{1000}[:]]{1000}(?:[A-[:]{1000}){1000}",
        "(?:[]a]{1000}){1000}",
        "(?:\\Q\\E\\Qab\\E{1000}){1000}",
        "(?:\\x{61}{1000}){1000}",
        "(?:\\pL{1000}){1000}",
        "(?P<n>a{1000}){1000}",
        "(?i)(?:(?i:a{1000})){1000}",
        "(?:a{0,1000}){1000}",
        "(?:a{500,}){1000}",
        "(?:[\\]a]{1000}){1000}",
        "(?:(?:){1000}){1000}"
      })
  void a_pattern_that_would_take_much_memory_is_refused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .hasMessageStartingWith("the pattern is too big");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
        "^[\\pL\\pN ._-]{1,1000}$",
        "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
        "((a{10}){10}){10}",
        "a{1000}",
        "(?s)^.{0,1000}$",
        "\\{1000}{1000}",
        "a{,1000}{1000}",
        "x{",
        "\\x{10FFFF}",
        "[\\x{100}-\\x{200}]",
        "(?i)drop\\s+table",
        "(?P<year>\\d{4})-(?P<month>\\d{2})",
        "[[:alpha:]][^]a-z]"
      })
  void what_policies_hold_is_not_too_big(String pattern) {
    assertThatCode(() -> Regex.compile(pattern)).doesNotThrowAnyException();
  }

  @Test
  void a_deep_pattern_compiles_and_is_searched() {
    Regex regex = Regex.compile("(".repeat(250) + "a" + ")".repeat(250));
    assertThat(regex.find("xay")).isEqualTo(TRUE);
    assertThat(Regex.compile("(?:a?){1000}b").find("a".repeat(2_000) + "c")).isEqualTo(FALSE);
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atom =
        Arbitraries.of(
            "a",
            "b",
            "(",
            ")",
            "(?:",
            "(?P<n>",
            "(?i)",
            "(?i:",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "{3,}",
            "{0,4}",
            "{0}",
            "{,3}",
            "{",
            "}",
            "[",
            "]",
            "[^",
            "[:alpha:]",
            "-",
            "^",
            "$",
            ".",
            "\\d",
            "\\pL",
            "\\p{Greek}",
            "\\x{61}",
            "\\x41",
            "\\Q",
            "\\E",
            "\\[",
            "\\]",
            "\\b",
            "é",
            "😀",
            ",",
            "[a-c]",
            "[[:digit:]x]",
            "\\",
            "\\12",
            ":");
    return atom.list().ofMinSize(1).ofMaxSize(14).map(atoms -> String.join("", atoms));
  }

  @Property(tries = 20_000)
  void no_program_is_bigger_than_was_reckoned(@ForAll("patterns") String pattern) {
    long reckoned;
    try {
      reckoned = PatternSize.require(pattern);
    } catch (InvalidConstantException e) {
      return;
    }
    try {
      assertThat((long) Pattern.compile(pattern).programSize())
          .as(pattern)
          .isLessThanOrEqualTo(reckoned);
    } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
      assertThatThrownBy(() -> Regex.compile(pattern)).isInstanceOf(InvalidConstantException.class);
    }
  }

  @Property(tries = 2_000)
  void random_text_is_a_pattern_or_is_refused(@ForAll String text) {
    try {
      Regex.compile(text);
    } catch (InvalidConstantException e) {
      assertThat(e.getMessage()).startsWith("the pattern");
    }
  }
}
