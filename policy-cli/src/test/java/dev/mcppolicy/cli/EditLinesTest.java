package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tools.lock.Edit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditLinesTest {

  private static final String LONG = "a".repeat(100);

  private static EditLines of(String before, String after) {
    return EditLines.of(new Edit("/d", "\"" + before + "\"", "\"" + after + "\""));
  }

  @Test
  void whatIsShortStandsOnOneLine() {
    assertThat(EditLines.of(new Edit("/n", null, "1")))
        .isEqualTo(new EditLines("+", "/n: 1", "", ""));
    assertThat(EditLines.of(new Edit("/n", "1", null)))
        .isEqualTo(new EditLines("-", "/n: 1", "", ""));
    assertThat(EditLines.of(new Edit("/n", "1", "2")))
        .isEqualTo(new EditLines("~", "/n: 1 -> 2", "", ""));
  }

  @Test
  void whatIsTheSameIsShortenedAndWhatDiffersNever() {
    String context = "a".repeat(30);
    assertThat(of(LONG + "b" + LONG, LONG + LONG))
        .isEqualTo(
            new EditLines(
                "~", "/d", "…" + context + "b" + context + "…", "…" + context + context + "…"));
    assertThat(of("b" + LONG, LONG).before()).isEqualTo("\"b" + context + "…");
    assertThat(of(LONG, LONG + LONG).after()).startsWith("…").endsWith("\"").hasSize(132);
  }

  @Test
  void noCharacterIsCutInTwo() {
    String pictures = "\ud83d\ude00".repeat(60);
    for (int i = 0; i < 4; i++) {
      EditLines lines =
          of("x".repeat(i) + pictures + "b" + pictures, "x".repeat(i) + pictures + "c" + pictures);
      assertThat(lines.before()).isEqualTo(lines.after().replace('c', 'b'));
      assertThat(lines.before().substring(1).codePointAt(0)).isEqualTo(0x1F600);
      assertThat(lines.before().codePointBefore(lines.before().length() - 1)).isEqualTo(0x1F600);
    }
  }

  @Test
  void whatIsLeftOutIsTheSameInBoth() {
    Random random = new Random(7);
    int shortened = 0;
    for (int i = 0; i < 2_000; i++) {
      String before = text(random);
      String after = random.nextBoolean() ? text(random) : before.replaceFirst("ab", "b");
      EditLines lines = of(before, after);
      if (!lines.before().isEmpty()) {
        shortened += lines.before().contains("…") ? 1 : 0;
        assertThat(isWhole("\"" + before + "\"", "\"" + after + "\"", lines))
            .as(before + " / " + after + " / " + lines)
            .isTrue();
      }
    }
    assertThat(shortened).isGreaterThan(100);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("a".repeat(random.nextInt(90)));
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    return text.append("a".repeat(random.nextInt(90))).toString();
  }

  /** Says whether both texts are what is shown, with one start and one end that isn't. */
  private static boolean isWhole(String before, String after, EditLines lines) {
    String was = lines.before().replace("…", "");
    String is = lines.after().replace("…", "");
    for (int start = 0; start + was.length() <= before.length(); start++) {
      int end = before.length() - was.length() - start;
      String outer = before.substring(0, start) + "|" + before.substring(before.length() - end);
      if (before.startsWith(was, start)
          && after.equals(outer.replace("|", is))
          && lines.before().startsWith("…") == start > 0
          && lines.before().endsWith("…") == end > 0) {
        return true;
      }
    }
    return false;
  }
}
