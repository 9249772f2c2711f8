package dev.mcppolicy.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads, good and bad, while threads call. Each policy lets exactly one tool through and says its
 * own number when it denies, so a call that was judged by a mixture would show; all count with one
 * counter for life, so one that began anew would, too.
 */
class ThousandReloadsTest {

  private static final int MAX = 3_000;
  private static final int TOOLS = 4;

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noCallIsJudgedByAMixtureAndNoCountBeginsAnew() throws Exception {
    reloadUnderLoad(300, 2, 20261121);
  }

  @Test
  @Tag("stress")
  void noCallIsJudgedByAMixtureAndNoCountBeginsAnewForLong() throws Exception {
    for (int seed = 0; seed < 5; seed++) {
      Files.deleteIfExists(folder.resolve("policy.json"));
      reloadUnderLoad(2_000, 8, seed);
    }
  }

  /** Policy {@code number} allows tool {@code number % TOOLS} and denies all others by its name. */
  private static String policy(int number) {
    StringBuilder tools = new StringBuilder();
    for (int tool = 0; tool < TOOLS; tool++) {
      String limit =
          "\"limits\": [ { \"counter\": \"all\", \"window\": \"%s\", \"max\": %d, \"refund\":"
              + " \"never\" } ]";
      tools.append(tool == 0 ? "" : ", ").append("\"t").append(tool).append("\": { ");
      tools.append(
          tool == number % TOOLS
              ? limit.formatted("lifetime", MAX)
              : "\"action\": \"deny\", \"reason\": \"" + number + "\"");
      tools.append(" }");
    }
    return Scene.policy(tools.toString()) + "\n";
  }

  private void reloadUnderLoad(int reloads, int threads, long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      numbers.put(Policy.parse(policy(i)).digest(), i);
    }
    Scene scene = Scene.open(folder, policy(0));
    long handles = openFiles();
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong allowed = new AtomicLong();
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        calls.add(callers.submit(caller(scene.engine, numbers, done, allowed, i)));
      }
      int good = 0;
      int bad = 0;
      String current = policy(0);
      for (int i = 0; i < reloads; i++) {
        String next = next(random);
        boolean loads = next.endsWith("\n");
        scene.saveAndSettle(next);
        if (loads && !next.equals(current)) {
          good++;
          current = next;
        } else if (!loads) {
          bad++;
        }
        assertThat(scene.digest()).isEqualTo(Policy.parse(current).digest());
      }
      assertThat(scene.reloads).as("seed %d", seed).hasSize(good);
      assertThat(good).isGreaterThan(reloads / 2);
      assertThat(bad).isGreaterThan(reloads / 10);
      assertThat(scene.problems).isNotEmpty();
      drain(scene.engine, allowed);
      done.set(true);
      for (Future<Void> call : calls) {
        call.get(30, TimeUnit.SECONDS);
      }
      assertThat(allowed).as("seed %d", seed).hasValue(MAX);
      assertThat(openFiles()).isLessThanOrEqualTo(handles + 2);
    } finally {
      done.set(true);
      callers.shutdownNow();
      scene.close();
    }
  }

  private static String next(Random random) {
    String good = policy(random.nextInt(50));
    return switch (random.nextInt(6)) {
      case 0 -> good.substring(0, random.nextInt(good.length() - 1));
      case 1 -> good.replace("\"default\"", "\"defualt\"").strip();
      default -> good;
    };
  }

  /** Calls what is allowed until nothing is, whatever the callers left of it. */
  private static void drain(PolicyEngine engine, AtomicLong allowed) {
    for (int i = 0; i <= MAX; i++) {
      for (int tool = 0; tool < TOOLS; tool++) {
        call(engine, tool, allowed);
      }
    }
  }

  private static Decision call(PolicyEngine engine, int tool, AtomicLong allowed) {
    Decision decision = engine.check(ToolCall.of("t" + tool, Map.of()));
    if (decision.isAllowed()) {
      allowed.incrementAndGet();
      decision.reservation().settle(Outcome.OK);
    }
    return decision;
  }

  private static Callable<Void> caller(
      PolicyEngine engine,
      Map<String, Integer> numbers,
      AtomicBoolean done,
      AtomicLong allowed,
      long seed) {
    Random random = new Random(seed);
    return () -> {
      while (!done.get()) {
        int tool = random.nextInt(TOOLS);
        Decision decision = call(engine, tool, allowed);
        int number = numbers.get(decision.policy().orElseThrow());
        boolean named = number % TOOLS == tool;
        String code = decision.code().map(Object::toString).orElse("allowed");
        assertThat(code).isIn(named ? Set.of("allowed", "limit_exceeded") : Set.of("denied"));
        if (!named) {
          assertThat(decision.message()).isEqualTo(Integer.toString(number));
        }
        Thread.yield();
      }
      return null;
    };
  }

  /** How many files this process has open, where the system tells. */
  private static long openFiles() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.count();
    }
  }
}
