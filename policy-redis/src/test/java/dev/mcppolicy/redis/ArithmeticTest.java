package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The exact numbers of the script alone, beside {@link BigDecimal}, many pairs in one call. */
class ArithmeticTest {

  private static final String FIRST = "local BASE = ";
  private static final String LAST = "-- Says whether at `now`";
  private static final String HARNESS =
      """
      local answers = {}
      for i = 1, #ARGV, 2 do
        local a, b = number(ARGV[i]), number(ARGV[i + 1])
        local more, less = most(a, b), least(a, b)
        answers[#answers + 1] = text(value(kept(a)))
        answers[#answers + 1] = text(add(a, b))
        answers[#answers + 1] = text(subtract(more, less))
        answers[#answers + 1] = tostring(compare(a, b))
        answers[#answers + 1] = text(subtract(add(a, b), b))
      end
      return answers
      """;

  private final long seed = Long.getLong("mcppolicy.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void sumsDifferencesAndComparisonsAreThoseOfExactDecimals() {
    String exact = Script.TEXT.substring(Script.TEXT.indexOf(FIRST), Script.TEXT.indexOf(LAST));
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String one = decimal();
      pairs.add(one);
      pairs.add(random.nextInt(10) == 0 ? one : decimal());
    }
    List<String> answers =
        Stores.connection()
            .sync()
            .eval(
                "local EXACT, sub = 9007199254740992, string.sub\n" + exact + HARNESS,
                ScriptOutputType.MULTI,
                new String[0],
                pairs.toArray(new String[0]));
    for (int i = 0; i < pairs.size(); i += 2) {
      BigDecimal a = new BigDecimal(pairs.get(i));
      BigDecimal b = new BigDecimal(pairs.get(i + 1));
      assertThat(answers.subList(i / 2 * 5, i / 2 * 5 + 5))
          .as("seed %s: %s and %s", seed, a, b)
          .containsExactly(
              plain(a),
              plain(a.add(b)),
              plain(a.max(b).subtract(a.min(b))),
              Integer.toString(a.compareTo(b)),
              plain(a));
    }
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private String decimal() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.toString(9_007_199_254_740_992L + random.nextInt(5) - 2);
      case 1 -> Long.toString(random.nextInt(3));
      case 2 -> "9".repeat(1 + random.nextInt(30)) + "." + "9".repeat(1 + random.nextInt(30));
      case 3 -> "0." + "0".repeat(random.nextInt(30)) + "1";
      case 4 -> "1" + "0".repeat(random.nextInt(40));
      default -> digits(1 + random.nextInt(20)) + "." + digits(1 + random.nextInt(20));
    };
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + (random.nextBoolean() ? 0 : random.nextInt(10))));
    }
    digits.setCharAt(0, (char) ('1' + random.nextInt(9)));
    return digits.toString();
  }
}
