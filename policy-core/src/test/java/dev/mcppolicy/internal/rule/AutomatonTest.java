package dev.mcppolicy.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Automaton} says is what RE2/J says. */
class AutomatonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^",
        "$",
        "^$",
        "$^",
        "a$",
        "^a",
        "a$b",
        "a^b",
        "(^a|b)c",
        "(a|$)",
        "(^)*a",
        "($)*a",
        "\\A\\z",
        ".",
        "^.$",
        "(?s)^.$",
        "[^a]",
        "^[^a]$",
        "\\D",
        "^\\W$",
        "(?i)^k$",
        "(?i)^[^k]$",
        "(?i)^s+$",
        "(?i)\\w",
        "(?i)^\\W$",
        "[a\\-z]",
        "[\\d.-]",
        "[-a]",
        "[a-]",
        "(a|ab)(c|bcd)$",
        "a{0}",
        "(a?){3}b",
        "(?:a|b|)$",
        "^\\s*$",
        "^[\ud83d\ude00-\ud83d\ude4f]$",
        "a*?$",
        "\\\\",
        "[^\\\\]",
        "[\\]]",
        "^a|b$",
        "x{2,}y",
        "^\\n$",
        "[\\s\\S]",
        "^[\\D\\d]$"
      })
  void agreesOnEveryShortText(String pattern) {
    Automaton automaton = automaton(pattern);
    Pattern re2 = Pattern.compile(pattern);
    for (String text : shortTexts()) {
      assertThat(automaton.find(text))
          .as("%s on \"%s\"", pattern, text)
          .isEqualTo(Truth.of(re2.matcher(text).find()));
    }
  }

  private static List<String> shortTexts() {
    String[] letters = {
      "a",
      "b",
      "c",
      "x",
      "k",
      "K",
      "S",
      "\u017f",
      "\u212a",
      "z",
      "-",
      ".",
      "\\",
      "]",
      " ",
      "\n",
      "\u00e9",
      "\ud83d\ude00",
      "\ud83d",
      "\ude00",
      "5",
      "_",
      "\u0000",
      "\u0663"
    };
    List<String> texts = new ArrayList<>(List.of("", "aab", "abcd", "xxy", "aaab", "bcd\n", "abc"));
    for (String one : letters) {
      texts.add(one);
      for (String other : letters) {
        texts.add(one + other);
      }
    }
    return texts;
  }

  /** Among the last thirteen letters is an a: a state for each subset of them. */
  @Test
  void aTextThatNeedsTooManyStatesIsSearchedToItsEndAndKeepsNoOtherFromBeingSearched() {
    Automaton automaton = automaton("a[ab]{12}c");
    Random random = new Random(17);
    for (int i = 0; i < 5; i++) {
      String hostile = random(random, "ab", 30_000);
      assertThat(automaton.find(hostile)).isEqualTo(Truth.FALSE);
      assertThat(automaton.find(hostile + "abbbbbbbbbbbbc")).isEqualTo(Truth.TRUE);
      assertThat(automaton.find("abbbbbbbbbbbbc")).isEqualTo(Truth.TRUE);
      assertThat(automaton.find("abbbbbbbbbbbc")).isEqualTo(Truth.FALSE);
    }
  }

  /** Patterns of more than 64 characters, for which a set is more than one number. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:a?){100}b",
        "(?:[ab]{0,30}c){4}",
        "a[ab]{100}c",
        "(?:a|b|ab|ba|aba){30}c",
        "(?:.{0,30}a){10}b$",
        "(?:\\ba[ab]{10}\\b ){7}",
        "(?m)(?:^a[ab]{3}$\\n){20}",
        "(?:[ab]{1,20}a){5}c",
        "(?i)(?:[\u03b1-\u03c9]{1,30}\\s){3}",
        "^[\\pL ]{1,100}$",
        "(?:x?y?z?){40}w",
        "(?:ab|ba){40}$",
        "^(?:abc|acb|bac|bca|cab|cba){12}(?:abc|acb|bac|bca|cab|cba|c)*$"
      })
  void bigPatternsAgreeOnLongTexts(String pattern) {
    Regex regex = Regex.compile(pattern);
    Automaton automaton = automaton(pattern);
    Pattern re2 = Pattern.compile(pattern);
    Random random = new Random(pattern.hashCode());
    for (String letters :
        List.of("a", "ab", "abc", "aaaaaab ", "ab c\n", "xyz", "abcabcw", "\u03b1\u03a3 ", "b")) {
      for (int i = 0; i < 8; i++) {
        String text = random(random, letters, 400) + (i % 2 == 0 ? "" : "c");
        Truth expected = Truth.of(re2.matcher(text).find());
        assertThat(regex.find(text)).as("%s on \"%s\"", pattern, text).isEqualTo(expected);
        assertThat(automaton.searchByMoves(text)).as("by moves").isEqualTo(expected);
      }
    }
  }

  @Test
  void threadsThatFindStatesTogetherFindTheSame() throws Exception {
    String pattern = "^([a-f]+[0-9]?)*(x|yz)$";
    Pattern re2 = Pattern.compile(pattern);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        Automaton automaton = automaton(pattern);
        List<Callable<Void>> searches = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          Random random = new Random(round * 4L + thread);
          searches.add(
              () -> {
                for (int i = 0; i < 50; i++) {
                  String text = random(random, "abcf019xyz", 12);
                  assertThat(automaton.find(text))
                      .as(text)
                      .isEqualTo(Truth.of(re2.matcher(text).find()));
                }
                return null;
              });
        }
        for (Future<Void> search : threads.invokeAll(searches)) {
          search.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Automaton automaton(String pattern) {
    return Automaton.of(PatternReader.read(pattern));
  }

  private static String random(Random random, String letters, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Provide
  Arbitrary<String> patterns() {
    // Says its type: a compiler that infers it is busy with that for a quarter of a minute
    Arbitrary<String> atoms =
        Arbitraries.<String>frequency(
            Tuple.of(6, "a"),
            Tuple.of(4, "b"),
            Tuple.of(2, "k"),
            Tuple.of(2, "S"),
            Tuple.of(3, "("),
            Tuple.of(3, ")"),
            Tuple.of(2, "(?:"),
            Tuple.of(1, "(?i)"),
            Tuple.of(1, "(?s)"),
            Tuple.of(4, "|"),
            Tuple.of(4, "*"),
            Tuple.of(3, "+"),
            Tuple.of(3, "?"),
            Tuple.of(1, "{2}"),
            Tuple.of(1, "{2,}"),
            Tuple.of(1, "{0,3}"),
            Tuple.of(1, "{,3}"),
            Tuple.of(1, "{1"),
            Tuple.of(1, "}"),
            Tuple.of(2, "["),
            Tuple.of(2, "]"),
            Tuple.of(2, "[^"),
            Tuple.of(1, "-"),
            Tuple.of(3, "^"),
            Tuple.of(3, "$"),
            Tuple.of(4, "."),
            Tuple.of(1, "\\d"),
            Tuple.of(1, "\\W"),
            Tuple.of(1, "\\w"),
            Tuple.of(1, "\\s"),
            Tuple.of(1, "\\S"),
            Tuple.of(1, "\\."),
            Tuple.of(1, "\\]"),
            Tuple.of(1, "\\-"),
            Tuple.of(1, "\\n"),
            Tuple.of(1, "\\A"),
            Tuple.of(1, "\\z"),
            Tuple.of(1, "\\b"),
            Tuple.of(1, "\\Q"),
            Tuple.of(1, "\\E"),
            Tuple.of(1, "\\_"),
            Tuple.of(1, "\\1"),
            Tuple.of(1, "\\v"),
            Tuple.of(1, "[a-k]"),
            Tuple.of(1, "[^b\\s]"),
            Tuple.of(1, "[[:alpha:]]"),
            Tuple.of(1, "\u00e9"),
            Tuple.of(1, "\ud83d\ude00"),
            Tuple.of(1, ","),
            Tuple.of(1, ":"),
            Tuple.of(1, "-z"),
            Tuple.of(2, "\\B"),
            Tuple.of(2, "\\b"),
            Tuple.of(2, "(?m)"),
            Tuple.of(1, "(?m:"),
            Tuple.of(1, "(?-i)"),
            Tuple.of(1, "(?-m)"),
            Tuple.of(1, "(?U)"),
            Tuple.of(1, "(?is-m:"),
            Tuple.of(1, "(?P<n>"),
            Tuple.of(1, "(?<o>"),
            Tuple.of(1, "\\pL"),
            Tuple.of(1, "\\PN"),
            Tuple.of(1, "\\p{Greek}"),
            Tuple.of(1, "\\p{^Lu}"),
            Tuple.of(1, "[^\\pL_]"),
            Tuple.of(1, "[\\PL\\d]"),
            Tuple.of(1, "[[:^digit:]]"),
            Tuple.of(1, "[:alpha:]"),
            Tuple.of(1, "\\x4b"),
            Tuple.of(1, "\\x{e9}"),
            Tuple.of(1, "\\113"),
            Tuple.of(1, "\\0"),
            Tuple.of(1, "\\12"),
            Tuple.of(1, "\\a"),
            Tuple.of(1, "\\f"),
            Tuple.of(1, "{0}"),
            Tuple.of(1, "{01}"),
            Tuple.of(1, "\u00df"),
            Tuple.of(1, "\u03c3"),
            Tuple.of(1, "[\u03b1-\u03c9]"),
            Tuple.of(1, "\u0130"));
    return atoms.list().ofMinSize(1).ofMaxSize(10).map(all -> String.join("", all));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "b",
            "aa",
            "ab",
            "k",
            "K",
            "s",
            "\u017f",
            "\u212a",
            "5",
            "_",
            ".",
            "-",
            "]",
            "}",
            "{",
            ",",
            ":",
            "\n",
            " ",
            "\u000b",
            "\u00e9",
            "\u00c9",
            "\u1e9e",
            "\u03c2",
            "\u03a3",
            "\u0131",
            "\u0007",
            "\u0000",
            "\ud83d\ude00",
            "\ud83d",
            "c",
            "z",
            "\\")
        .list()
        .ofMaxSize(8)
        .map(all -> String.join("", all));
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void agreesWithRe2(
      @ForAll("patterns") String pattern,
      @ForAll("texts") String one,
      @ForAll("texts") String other) {
    assertAgreement(pattern, List.of(one, other, one + other, ""));
  }

  @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("fuzz")
  void agreesWithRe2ForLong(
      @ForAll("patterns") String pattern,
      @ForAll("texts") String one,
      @ForAll("texts") String other) {
    assertAgreement(pattern, List.of(one, other, one + other, other + one, ""));
  }

  private static void assertAgreement(String pattern, List<String> texts) {
    Pattern re2;
    try {
      re2 = Pattern.compile(pattern);
    } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
      return;
    }
    Automaton automaton = automaton(pattern);
    for (String text : texts) {
      Truth expected = Truth.of(re2.matcher(text).find());
      assertThat(automaton.find(text)).as("%s on \"%s\"", pattern, text).isEqualTo(expected);
      assertThat(automaton.searchByMoves(text))
          .as("%s on \"%s\", by moves", pattern, text)
          .isEqualTo(expected);
    }
  }
}
