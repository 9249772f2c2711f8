package dev.mcppolicy.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CasesTest {

  /** Has an upper case, but Java doesn't say so. */
  private static final int SHARP_S = 0xDF;

  private static boolean isEndless(int c) {
    return PatternSize.FIRST_ENDLESS <= c && c <= PatternSize.LAST_ENDLESS;
  }

  private static List<Integer> cased() {
    List<Integer> all = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if ((Character.toUpperCase(c) != c || Character.toLowerCase(c) != c) && !isEndless(c)) {
        all.add(c);
      }
    }
    return all;
  }

  private static Pattern ignoringCase(Iterable<Integer> codePoints) {
    StringBuilder pattern = new StringBuilder("(?i)[");
    codePoints.forEach(c -> pattern.append(String.format(Locale.ROOT, "\\x{%x}", c)));
    return Pattern.compile(pattern.append("]").toString());
  }

  @Test
  void noLetterBeyondTheLastHasCases() {
    List<Integer> cased = cased();
    assertThat(cased.get(cased.size() - 1)).isLessThanOrEqualTo(Cases.LAST);
  }

  @Test
  void theOtherCasesOfALetterAreThoseThatRe2Knows() {
    List<Integer> cased = cased();
    StringBuilder text = new StringBuilder();
    cased.forEach(text::appendCodePoint);
    for (int i = 0; i < cased.size(); i += 17) {
      int c = cased.get(i);
      TreeSet<Integer> known = new TreeSet<>(Cases.others(c, c));
      known.add(c);
      assertThat(known).as("U+%x", c).isEqualTo(found(ignoringCase(List.of(c)), text));
      if (!Cases.isDoubtful(c)) {
        Pattern literal = Pattern.compile(String.format(Locale.ROOT, "(?i)\\x{%x}", c));
        assertThat(known).as("U+%x", c).isEqualTo(found(literal, text));
      }
    }
  }

  private static TreeSet<Integer> found(Pattern pattern, CharSequence text) {
    TreeSet<Integer> all = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(Character.codePointAt(text, matcher.start()));
    }
    return all;
  }

  @Test
  void whatHasNoCaseIsNoOtherCaseOfAnything() {
    Set<Integer> cased = new LinkedHashSet<>(cased());
    Pattern anyCased = ignoringCase(cased);
    StringBuilder uncased = new StringBuilder();
    for (int c = 0; c <= Cases.LAST; c++) {
      if (!cased.contains(c)
          && !isEndless(c)
          && c != SHARP_S
          && Character.getType(c) != Character.SURROGATE) {
        uncased.appendCodePoint(c);
      }
    }
    assertThat(anyCased.matcher(uncased).find()).isFalse();
  }
}
