package dev.mcppolicy.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeClassTest {

  private static final int LAST = 0xFFFF;

  @ParameterizedTest
  @CsvSource({"L, false", "Lu, true", "Cs, false"})
  void holdsWhatRe2SaysOfEachCodePoint(String name, boolean ignoresCase) {
    Pattern one = Pattern.compile((ignoresCase ? "(?i)" : "") + "\\p{" + name + "}");
    UnicodeClass known = UnicodeClass.of(name, ignoresCase);
    for (int c = 0; c <= LAST; c++) {
      boolean expected = one.matcher(Character.toString(c)).find();
      if (known.contains(c) != expected) {
        assertThat(known.contains(c)).as("%s U+%x", known, c).isEqualTo(expected);
      }
    }
    for (int c : new int[] {0x1_0400, 0x1_D400, 0x2_0000, Character.MAX_CODE_POINT}) {
      assertThat(known.contains(c)).isEqualTo(one.matcher(Character.toString(c)).find());
    }
  }
}
