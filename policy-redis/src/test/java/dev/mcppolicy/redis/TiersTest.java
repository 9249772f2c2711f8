package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
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

  /** What a window may hold that is filled beyond what it remembers one by one. */
  private static final List<String> FILLED = List.of("", "300000000", "900000000", "9000000000");

  private static final String BOTH = Script.TEXT;
  private static final byte[] AGAIN = "again".getBytes(StandardCharsets.US_ASCII);
  private static final String EXACT =
      Script.TEXT.replace("local PLAIN = true", "local PLAIN = false");

  private final RedisAsyncCommands<String, byte[]> commands = Stores.bytes().async();
  private final List<RedisFuture<byte[]>> both = new ArrayList<>();
  private final List<RedisFuture<byte[]>> exact = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final String prefix = Stores.prefix();
  private Random random;
  private List<String> windows = List.of();
  private long elapsed;
  private long taken;
  private long wall;

  @Test
  void plainTierAnswersAndKeepsWhatTheExactOneDoes() throws Exception {
    compareTiers(20);
  }

  @Test
  @Tag("thorough")
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void plainTierAnswersAndKeepsWhatTheExactOneDoesForLong() throws Exception {
    compareTiers(2_000);
  }

  private void compareTiers(int rounds) throws Exception {
    assertThat(EXACT).isNotEqualTo(BOTH);
    String bothSha = commands.scriptLoad(BOTH).get();
    String exactSha = commands.scriptLoad(EXACT).get();
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
      // Every third is what most policies have: one window.
      if (round % 3 == 0) {
        windows = List.of(round % 2 == 0 ? "s1000000" : "s60000000");
        counters = 1;
      }
      // Every tenth fills a window beyond what it remembers one by one.
      boolean fills = round % 10 == 9;
      if (fills) {
        windows = List.of("s1000000");
      }
      for (int i = 0; i < (fills ? 600 : 60); i++) {
        ask(bothSha, exactSha, keys, i, counters, fills);
      }
      for (int i = 0; i < asked.size(); i++) {
        assertThat(said(both.get(i), 1))
            .as("seed %s, round %s:%n%s", seed, round, asked.subList(0, i + 1))
            .isEqualTo(said(exact.get(i), 1));
      }
      for (int i = 0; i < counters; i++) {
        byte[] one = commands.get("b" + keys + "c" + i).get();
        byte[] other = commands.get("e" + keys + "c" + i).get();
        // How late leases end may be known more exactly by one tier; everything else is the same.
        if (!windows.contains("i")) {
          assertThat(one).as("seed %s, round %s:%n%s", seed, round, asked).isEqualTo(other);
        }
      }
    }
  }

  @Test
  void takingsThatGoAsOneAreAnsweredAsThoseThatGoOneByOne() throws Exception {
    String sha = commands.scriptLoad(BOTH).get();
    long seed = Long.getLong("mcppolicy.seed", System.nanoTime());
    int rounds = Boolean.getBoolean("mcppolicy.thorough") ? 300 : 10;
    for (int round = 0; round < rounds; round++) {
      random = new Random(seed + round);
      String keys = prefix + "-as-one-" + round;
      windows = List.of(List.of("s500000", "s3600000000").get(round % 2));
      elapsed = 1_000 * SECOND;
      taken = 0;
      asked.clear();
      // Where those have their reservation that shared one with others, and their places in it.
      Map<Integer, int[]> shared = new HashMap<>();
      boolean fills = round % 5 == 4;
      for (int i = 0; i < (fills ? 4_000 : 60); ) {
        elapsed += random.nextInt(4) == 0 ? 0 : random.nextInt(fills ? 3_000 : 90_000);
        List<String> arguments = plain(i);
        int first = Integer.parseInt(arguments.get(1).substring(2));
        int members = isCommon(arguments) ? 1 + random.nextInt(6) : 1;
        StringBuilder oneByOne = new StringBuilder();
        for (int member = 1; member <= members; member++, i++) {
          List<String> one = member == 1 ? arguments : again(arguments, i);
          asked.add(one.toString());
          int of = first + member - 1;
          if (members > 1) {
            shared.put(of, new int[] {first, member});
          }
          String said = said(send(sha, "a" + keys, of, 1, one, random.nextBoolean()), 1);
          // About as much as there is: what is given back is two on the average.
          taken += said.contains("word=taken") ? Long.parseLong(one.get(7)) / SECOND : 0;
          taken -= said.contains("word=settled") && one.get(5).equals("1") ? 2 : 0;
          oneByOne.append(said);
        }
        int[] share = arguments.get(0).equals("settle") ? shared.get(first) : null;
        byte[] asOne =
            members > 1
                ? sharing(arguments, members)
                : share == null
                    ? packed(1, arguments)
                    : settling(arguments).number(share[1]).text("86400000").bytes();
        RedisFuture<byte[]> reply =
            commands.evalsha(
                sha,
                ScriptOutputType.VALUE,
                new String[] {
                  "t" + keys + "r" + (share == null ? first : share[0]), "t" + keys + "c0"
                },
                random.nextBoolean() ? new byte[][] {asOne, AGAIN} : new byte[][] {asOne});
        assertThat(said(reply, members))
            .as("seed %s, round %s:%n%s", seed, round, asked)
            .isEqualTo(oneByOne.toString().replace("][", ", "));
      }
      // What has gone with the time is let go at the next spend at the latest.
      List<String> last = new ArrayList<>(List.of("take", "last"));
      last.addAll(List.of(Long.toString(elapsed), Long.toString(elapsed), "9000", "9000", "0"));
      last.addAll(List.of("1000000", "0"));
      assertThat(said(send(sha, "t" + keys, -1, 1, last, false), 1))
          .isEqualTo(said(send(sha, "a" + keys, -1, 1, last, false), 1));
      byte[] one = commands.get("a" + keys + "c0").get();
      byte[] other = commands.get("t" + keys + "c0").get();
      assertThat(other).as("seed %s, round %s:%n%s", seed, round, asked).isEqualTo(one);
    }
  }

  /** Says whether a request is a taking from one sliding window, which has a maximum. */
  private static boolean isCommon(List<String> request) {
    return request.get(0).equals("take")
        && !request.get(7).equals("0")
        && !request.get(10).isEmpty();
  }

  /** The same at the same time once more, for another call. */
  private static List<String> again(List<String> request, int number) {
    List<String> other = new ArrayList<>(request);
    other.set(1, "id" + number);
    return other;
  }

  private static byte[] sharing(List<String> first, int members) {
    Packed packed = new Packed().text("takes").text(first.get(1));
    for (int i = 2; i < first.size(); i++) {
      if (i == 4) {
        packed.number(1);
      }
      packed.number(first.get(i));
    }
    return packed.number(members).bytes();
  }

  private static Packed settling(List<String> arguments) {
    return new Packed()
        .text("settle")
        .text(arguments.get(1))
        .number(arguments.get(2))
        .number(arguments.get(3))
        .number(1)
        .text(arguments.get(4))
        .text(arguments.get(5));
  }

  /** A taking, or the settlement of one of those before. */
  private List<String> plain(int number) {
    boolean settles = number > 0 && random.nextInt(5) == 0;
    List<String> arguments = new ArrayList<>();
    arguments.add(settles ? "settle" : "take");
    // Sometimes one that was settled before.
    int settled = settles ? Math.max(0, number - 1 - random.nextInt(12)) : number;
    arguments.add("id" + settled);
    arguments.add(Long.toString(elapsed));
    arguments.add(Long.toString(elapsed));
    if (settles) {
      arguments.addAll(List.of("10000", random.nextBoolean() ? "1" : "0"));
      return arguments;
    }
    arguments.addAll(List.of("86400000", Long.toString(HOUR), "0"));
    arguments.add(random.nextInt(9) == 0 ? "0" : Long.toString(SECOND * (1 + random.nextInt(3))));
    arguments.add(Integer.toString(windows.size()));
    for (String window : windows) {
      arguments.add(window);
      // Often there is room for some.
      String some = Long.toString(SECOND * Math.max(1, taken - 4 + random.nextInt(16)));
      arguments.add(List.of("", "500000", "5000000", some, some, some).get(random.nextInt(6)));
    }
    return arguments;
  }

  private static String said(RedisFuture<byte[]> reply, int requests) throws Exception {
    return String.valueOf(Reply.read(reply.get(30, TimeUnit.SECONDS), requests, false));
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
    // What may have been done before is told to be so, and sometimes what was not.
    boolean again = of < number || random.nextInt(9) == 0;
    both.add(send(bothSha, "b" + keys, of, counters, arguments, again));
    exact.add(send(exactSha, "e" + keys, of, counters, arguments, again));
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
    boolean onTheClock = windows.contains(ON_THE_CLOCK);
    arguments.add(onTheClock ? "1" : "0");
    if (onTheClock) {
      arguments.add(ON_THE_CLOCK);
    }
    long start = wall / HOUR * HOUR + (random.nextInt(9) == 0 ? 3 * HOUR : 0);
    for (int i = -1; i < 3 && onTheClock; i++) {
      arguments.add(Long.toString(start + i * HOUR));
    }
    for (int i = 0; i < counters; i++) {
      arguments.add(fills ? "1000000" : amount());
      List<String> quotas = new ArrayList<>();
      // Sometimes another policy asks, for a window that the counter may not have.
      boolean isOther = windows.size() == 1 && random.nextInt(fills ? 300 : 12) == 0;
      for (String window : isOther ? List.of("s2000000") : windows) {
        if (quotas.isEmpty() || !quotas.contains(window) && random.nextInt(6) > 0) {
          quotas.add(window);
          quotas.add(fills ? FILLED.get(random.nextInt(FILLED.size())) : max());
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

  private RedisFuture<byte[]> send(
      String sha, String prefix, int of, int counters, List<String> arguments, boolean again) {
    String[] keys = new String[counters + 1];
    keys[0] = prefix + "r" + of;
    for (int i = 0; i < counters; i++) {
      keys[i + 1] = prefix + "c" + i;
    }
    byte[] request = packed(counters, arguments);
    byte[][] requests = again ? new byte[][] {request, AGAIN} : new byte[][] {request};
    return commands.evalsha(sha, ScriptOutputType.VALUE, keys, requests);
  }

  private static byte[] packed(int counters, List<String> arguments) {
    Packed packed = new Packed();
    for (int i = 0; i < arguments.size(); i++) {
      if (i == 4) {
        packed.number(counters);
      }
      if (i < 2 || i == 4 || i == 5 && arguments.size() == 6 && !arguments.get(0).equals("renew")) {
        packed.text(arguments.get(i));
      } else {
        packed.number(arguments.get(i));
      }
    }
    return packed.bytes();
  }
}
