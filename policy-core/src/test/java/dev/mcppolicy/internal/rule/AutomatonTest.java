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
        "^/app/src/.*\\.java$",
        "^(ls|pwd)$",
        "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
        "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
        "(?i)drop\\s+table",
        "^(.*a){12}$",
        "(a*)*b",
        "[^/]+\\.(pem|key)$",
        "rm\\s+-rf",
        "^[^@\\s]+@example\\.com$",
        ""
      })
  void whatPoliciesMostlyHoldIsPlain(String pattern) {
    assertThat(Automaton.of(pattern)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\bword\\b",
        "(?m)^a$",
        "(?U)a+",
        "\\pL+",
        "[[:alpha:]]",
        "a(?i)b",
        "\\Qa.b\\E",
        "(?P<n>a)",
        "\\x41",
        "(?i)\u00e9",
        "x{",
        "[]a]",
        "a{400}{2}",
        "(a{100}){9}"
      })
  void whatIsRareIsLeftToRe2(String pattern) {
    assertThat(Automaton.of(pattern)).isNull();
  }

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
    Automaton automaton = Automaton.of(pattern);
    assertThat(automaton).isNotNull();
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
  void aTextThatNeedsTooManyStatesIsLeftToRe2AndKeepsNoOtherFromBeingSearched() {
    String pattern = "a[ab]{12}c";
    Automaton automaton = Automaton.of(pattern);
    assertThat(automaton).isNotNull();
    Random random = new Random(17);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    String hostile = text.toString();
    assertThat(automaton.find(hostile)).isEqualTo(Truth.UNKNOWN);
    assertThat(automaton.find("abbbbbbbbbbbbc")).isEqualTo(Truth.TRUE);
    assertThat(Regex.compile(pattern).find(hostile)).isEqualTo(Truth.FALSE);
    assertThat(Regex.compile(pattern).find(hostile + "c")).isNotEqualTo(Truth.UNKNOWN);
  }

  @Test
  void threadsThatFindStatesTogetherFindTheSame() throws Exception {
    String pattern = "^([a-f]+[0-9]?)*(x|yz)$";
    Pattern re2 = Pattern.compile(pattern);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        Automaton automaton = Automaton.of(pattern);
        assertThat(automaton).isNotNull();
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

  private static String random(Random random, String letters, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atoms =
        Arbitraries.frequency(
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
            Tuple.of(1, "-z"));
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
            "\ud83d\ude00",
            "\ud83d",
            "c",
            "z",
            "\\")
        .list()
        .ofMaxSize(8)
        .map(all -> String.join("", all));
  }

  @Property(tries = 8_000, edgeCases = EdgeCasesMode.NONE)
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
    Automaton automaton = Automaton.of(pattern);
    if (automaton == null) {
      return;
    }
    for (String text : texts) {
      assertThat(automaton.find(text))
          .as("%s on \"%s\"", pattern, text)
          .isEqualTo(Truth.of(re2.matcher(text).find()));
    }
  }
}
