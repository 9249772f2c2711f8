package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The two tiers of the script: whatever is asked, the plain one with the exact one behind it
 * answers and keeps the same as the exact one alone, which is what the contract was tried on.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TiersTest {

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final String ON_THE_CLOCK = "c3600000000000:UTC";
  private static final List<String> WINDOWS =
      List.of("s1000000", "s60000000", ON_THE_CLOCK, "l", "i", "s3600000000", "s-");

  private static final String BOTH = Script.TEXT;
  private static final String EXACT =
      Script.TEXT.replace("if given and wall then", "if false then");

  private final RedisAsyncCommands<String, String> commands = Stores.connection().async();
  private final List<RedisFuture<List<Object>>> both = new ArrayList<>();
  private final List<RedisFuture<List<Object>>> exact = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final String prefix = Stores.prefix();
  private Random random;
  private List<String> windows = List.of();
  private long elapsed;
  private long wall;

  @Test
  void plainTierAnswersAndKeepsWhatTheExactOneDoes() throws Exception {
    assertThat(EXACT).isNotEqualTo(BOTH);
    String bothSha = commands.scriptLoad(BOTH).get();
    String exactSha = commands.scriptLoad(EXACT).get();
    int rounds = Boolean.getBoolean("mcppolicy.thorough") ? 2_000 : 20;
    long seed = Long.getLong("mcppolicy.seed", System.nanoTime());
    for (int round = 0; round < rounds; round++) {
      random = new Random(seed + round);
      elapsed = 1_000 * SECOND;
      wall = 1_763_000_000 * SECOND + random.nextInt(1_000_000_000);
      int counters = 1 + random.nextInt(3);
      String keys = prefix + "-" + round;
      both.clear();
      exact.clear();
      asked.clear();
      windows = new ArrayList<>(WINDOWS);
      Collections.shuffle(windows, random);
      windows = windows.subList(0, 1 + random.nextInt(4));
      // Every tenth fills a window beyond what it remembers one by one.
      boolean fills = round % 10 == 9;
      if (fills) {
        windows = List.of("s1000000");
      }
      for (int i = 0; i < (fills ? 600 : 60); i++) {
        ask(bothSha, exactSha, keys, i, counters, fills);
      }
      for (int i = 0; i < asked.size(); i++) {
        assertThat(said(both.get(i)))
            .as("seed %s, round %s:%n%s", seed, round, asked.subList(0, i + 1))
            .isEqualTo(said(exact.get(i)));
      }
      for (int i = 0; i < counters; i++) {
        String one = commands.get("b" + keys + "c" + i).get();
        String other = commands.get("e" + keys + "c" + i).get();
        // How late leases end may be known more exactly by one tier; everything else is the same.
        if (!windows.contains("i")) {
          assertThat(one).as("seed %s, round %s:%n%s", seed, round, asked).isEqualTo(other);
        }
      }
    }
  }

  private static String said(RedisFuture<List<Object>> reply) throws Exception {
    return String.valueOf(reply.get(30, TimeUnit.SECONDS));
  }

  private void ask(
      String bothSha, String exactSha, String keys, int number, int counters, boolean fills) {
    move(fills);
    int kind = fills && random.nextInt(9) > 0 ? 0 : random.nextInt(10);
    String what =
        kind < 6
            ? "take"
            : kind < 8
                ? random.nextInt(9) == 0 ? "cancel" : "settle"
                : kind == 8 ? "inspect" : random.nextBoolean() ? "renew" : "force";
    boolean taking = kind < 6 || what.equals("inspect") || what.equals("force");
    // Sometimes a reservation is made twice.
    int of = taking && random.nextInt(20) > 0 ? number : random.nextInt(number + 1);
    List<String> arguments = new ArrayList<>(List.of(what, "idOfHost0123456" + of));
    arguments.add(Long.toString(elapsed));
    arguments.add(Long.toString(wall));
    if (taking) {
      take(arguments, counters, fills);
    } else if (what.equals("renew")) {
      arguments.addAll(List.of("86400000", Long.toString(SECOND * (1 + random.nextInt(50)))));
    } else {
      StringBuilder returned = new StringBuilder();
      for (int i = 0; i < counters; i++) {
        returned.append(random.nextInt(3) == 0 ? '1' : '0');
      }
      arguments.addAll(List.of("10000", returned.toString()));
    }
    asked.add(arguments.toString());
    both.add(send(bothSha, "b" + keys, of, counters, arguments));
    exact.add(send(exactSha, "e" + keys, of, counters, arguments));
  }

  private void move(boolean fills) {
    long step =
        switch (fills ? 8 : random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> random.nextInt(3);
          case 2 -> -random.nextInt(3 * (int) SECOND);
          case 3 -> random.nextInt(100) * SECOND;
          case 4 -> random.nextInt(20) == 0 ? 2 * HOUR : 17;
          case 5 -> SECOND;
          case 6 -> SECOND / 2;
          case 8 -> 1 + random.nextInt(4_000);
          default -> random.nextInt((int) SECOND);
        };
    elapsed = Math.max(0, elapsed + step);
    wall += random.nextInt(20) == 0 ? random.nextInt(1_000_000_000) - 300_000_000 : step;
  }

  private void take(List<String> arguments, int counters, boolean fills) {
    arguments.add("86400000");
    arguments.add(random.nextInt(15) == 0 ? "" : Long.toString(SECOND * (1 + random.nextInt(5))));
    arguments.add("1");
    arguments.add(ON_THE_CLOCK);
    long start = wall / HOUR * HOUR + (random.nextInt(9) == 0 ? 3 * HOUR : 0);
    for (int i = -1; i < 3; i++) {
      arguments.add(Long.toString(start + i * HOUR));
    }
    for (int i = 0; i < counters; i++) {
      arguments.add(fills ? "1000000" : amount());
      List<String> quotas = new ArrayList<>();
      for (String window : windows) {
        if (quotas.isEmpty() || !quotas.contains(window) && random.nextInt(6) > 0) {
          quotas.add(window);
          quotas.add(fills ? "" : max());
        }
      }
      arguments.add(Integer.toString(quotas.size() / 2));
      arguments.addAll(quotas);
    }
  }

  private String amount() {
    return switch (random.nextInt(40)) {
      case 0 -> "0";
      case 1 -> "1234567.89";
      case 2 -> "9007199254740000";
      case 3 -> "123456789012345678901234567890";
      default -> Integer.toString(1_000_000 * (1 + random.nextInt(3)));
    };
  }

  private String max() {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> "9007199254740993";
      case 2 -> "1" + "0".repeat(400) + ".5";
      case 3 -> "5000000.25";
      case 4 -> "1";
      default -> Integer.toString(1_000_000 * (1 + random.nextInt(12)));
    };
  }

  private RedisFuture<List<Object>> send(
      String sha, String prefix, int of, int counters, List<String> arguments) {
    String[] keys = new String[counters + 1];
    keys[0] = prefix + "r" + of;
    for (int i = 0; i < counters; i++) {
      keys[i + 1] = prefix + "c" + i;
    }
    return commands.evalsha(sha, ScriptOutputType.MULTI, keys, arguments.toArray(new String[0]));
  }
}
