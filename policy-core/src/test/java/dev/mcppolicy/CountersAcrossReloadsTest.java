package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that take each other's place while their counters count. */
class CountersAcrossReloadsTest {

  private final VirtualClock clock =
      new VirtualClock(java.time.Instant.parse("2026-06-01T10:30:00Z"));
  private PolicyEngine engine;

  private static Policy limit(String fields) {
    return Policy.parse(
        ("{ 'version': '1', 'default': 'deny', 'tools': { 'run': { 'limits': [ { 'counter': 'c', "
                + fields
                + " } ] } } }")
            .replace('\'', '"'));
  }

  private void begin(String fields) {
    engine = PolicyEngine.builder(limit(fields)).clock(clock).build();
  }

  private void reload(String fields) {
    engine.replace(limit(fields));
  }

  private Decision call() {
    return engine.check(ToolCall.of("run", Map.of("k", "v")).withSession("s"));
  }

  private void allows(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(call().isAllowed()).as("call %d", i).isTrue();
    }
  }

  private void denies() {
    assertThat(call().code()).contains(Code.LIMIT_EXCEEDED);
  }

  // Windows

  @ParameterizedTest
  @CsvSource({"hour, false", "hour, true", "lifetime, false", "lifetime, true"})
  void whatIsGivenBackIsSoInAWindowThatCameWhileItWasOnItsWay(String window, boolean heard) {
    PolicyEngine.Builder builder =
        PolicyEngine.builder(limit("'window': 'minute', 'max': 1")).clock(clock);
    engine = heard ? builder.listener(event -> {}).build() : builder.build();
    allows(1);
    denies();
    clock.advance(Duration.ofMinutes(1));
    Decision underWay = call();
    reload("'window': '" + window + "', 'max': 1");
    denies();

    underWay.reservation().settle(Outcome.NOT_SENT);

    allows(1);
    denies();
  }

  @Test
  void aWindowThatGrowsAndShrinksAndGrowsKeepsWhatCounts() {
    begin("'window': 'minute', 'max': 2");
    allows(2);
    reload("'window': 'hour', 'max': 2");
    denies();
    clock.advance(Duration.ofMinutes(30));
    denies();
    reload("'window': 'minute', 'max': 2");
    allows(2);
    reload("'window': 'hour', 'max': 4");
    denies();
    reload("'window': 'hour', 'max': 5");
    allows(1);
    clock.advance(Duration.ofMinutes(30));
    // The first two have left the hour; three are left.
    allows(2);
    denies();
  }

  @Test
  void aMaximumThatFallsAndRisesKeepsTheCount() {
    begin("'window': 'lifetime', 'max': 5");
    allows(4);
    reload("'window': 'lifetime', 'max': 2");
    denies();
    reload("'window': 'lifetime', 'max': 5");
    allows(1);
    denies();
  }

  @Test
  void theCalendarTakesOverWhatASlidingWindowHeldAndGivesItBack() {
    begin("'window': 'hour', 'max': 3");
    allows(3);
    reload("'window': 'hour', 'max': 3, 'align': 'calendar'");
    denies();
    reload("'window': 'hour', 'max': 3");
    denies();
    clock.advance(Duration.ofMinutes(31));
    denies();
    reload("'window': 'hour', 'max': 3, 'align': 'calendar'");
    allows(3);
    reload("'window': 'day', 'max': 6, 'align': 'calendar', 'zone': 'Asia/Tokyo'");
    denies();
    reload("'window': 'lifetime', 'max': 6");
    denies();
  }

  @Test
  void anAmountThatChangesLeavesWhatWasSpent() {
    begin("'window': 'day', 'max': 10, 'amount': 4");
    allows(2);
    reload("'window': 'day', 'max': 10, 'amount': 1");
    allows(2);
    denies();
  }

  @Test
  void whatIsInFlightIsGivenBackToTheWindowThatTookItOver() {
    begin("'window': 'minute', 'max': 1, 'refund': 'error'");
    Decision open = call();
    reload("'window': 'day', 'max': 1");
    denies();
    open.reservation().settle(Outcome.ERROR);
    allows(1);
    denies();
  }

  @Test
  void aCounterThatNoPolicyNamedForAWhileIsStillThere() {
    begin("'window': 'day', 'max': 1");
    allows(1);
    engine.replace(Policy.denyByDefault().build());
    assertThat(call().code()).contains(Code.NOT_LISTED);
    engine.replace(Policy.denyByDefault().tool("run", tool -> {}).build());
    allows(5);
    reload("'window': 'day', 'max': 1");
    denies();
  }

  @Test
  void aCounterThatTwoGrantsShareIsOneWhicheverOfThemChanges() {
    Policy day = limit("'window': 'day', 'max': 2, 'scope': 'global'");
    Policy hour = limit("'window': 'hour', 'max': 2, 'scope': 'global'");
    engine =
        PolicyEngine.builder(Policies.byGrant(Map.of("a", day, "b", hour))).clock(clock).build();
    ToolCall byA = ToolCall.of("run").withCaller(Caller.of("a"));
    ToolCall byB = ToolCall.of("run").withCaller(Caller.of("b"));
    assertThat(engine.check(byB).isAllowed()).isTrue();
    clock.advance(Duration.ofHours(2));
    assertThat(engine.check(byB).isAllowed()).isTrue();
    assertThat(engine.check(byA).code()).contains(Code.LIMIT_EXCEEDED);
    engine.replace(Policies.byGrant(Map.of("a", hour, "b", day)));
    assertThat(engine.check(byB).code()).contains(Code.LIMIT_EXCEEDED);
    assertThat(engine.check(byA).isAllowed()).isTrue();
  }

  @Test
  void aCounterThatAGrantSharesWithAllOthersIsOneWhicheverOfThemLooksAtMore() {
    Policy day = limit("'window': 'day', 'max': 2, 'scope': 'global'");
    Policy everyDay =
        Policy.denyByDefault()
            .allTools(all -> all.limit(Limit.of(2, "day").counter("c").scope(Scope.GLOBAL)))
            .tool("run")
            .build();
    Policy hour = limit("'window': 'hour', 'max': 2, 'scope': 'global'");
    for (Policy more : List.of(day, everyDay)) {
      assertCountsTogether(Policies.byGrant(Map.of("a", hour)).otherwise(more), "a", "b");
      assertCountsTogether(Policies.byGrant(Map.of("a", more)).otherwise(hour), "b", "a");
    }
  }

  private void assertCountsTogether(Policies policies, String byTheHour, String byTheDay) {
    engine = PolicyEngine.builder(policies).clock(clock).build();
    ToolCall first = ToolCall.of("run").withCaller(Caller.of(byTheHour));
    for (int i = 0; i < 2; i++) {
      assertThat(engine.check(first).isAllowed()).isTrue();
      clock.advance(Duration.ofHours(2));
    }
    assertThat(engine.check(ToolCall.of("run").withCaller(Caller.of(byTheDay))).code())
        .contains(Code.LIMIT_EXCEEDED);
    assertThat(engine.check(first).isAllowed()).isTrue();
  }

  // Scopes

  @Test
  void aCounterOfAnotherScopeBeginsAnewAndTheOldOneIsThereWhenItComesBack() {
    begin("'window': 'day', 'max': 2, 'scope': 'grant'");
    allows(2);
    reload("'window': 'day', 'max': 2, 'scope': 'session'");
    allows(2);
    denies();
    reload("'window': 'day', 'max': 2, 'scope': 'global'");
    allows(2);
    denies();
    for (String scope : List.of("grant", "session", "global")) {
      reload("'window': 'day', 'max': 2, 'scope': '" + scope + "'");
      denies();
    }
  }

  // Anything

  /**
   * Whatever sliding windows a counter has had: at any time the one in force never holds more than
   * its maximum of what was admitted while the counter was at least so long looked at as it
   * reaches.
   */
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void noWindowEverAdmitsMoreThanItsMaximumOfWhatIsKnown(@ForAll long seed) {
    Random random = new Random(seed);
    VirtualClock time = new VirtualClock();
    int[] lengths = {5, 20, 60, 300};
    int length = lengths[random.nextInt(4)];
    int max = 1 + random.nextInt(6);
    PolicyEngine judged = PolicyEngine.builder(seconds(length, max)).clock(time).build();
    List<Long> admitted = new ArrayList<>();
    long longest = 0;
    long knownSince = Long.MIN_VALUE;
    long now = 0;
    for (int step = 0; step < 200; step++) {
      if (random.nextInt(12) == 0) {
        length = lengths[random.nextInt(4)];
        max = 1 + random.nextInt(6);
        judged.replace(seconds(length, max));
      }
      int passed = random.nextInt(3) * random.nextInt(4);
      now += passed;
      time.advance(Duration.ofSeconds(passed));
      if (length > longest) {
        knownSince = Math.max(knownSince, now - longest);
        longest = length;
      }
      long from = Math.max(now - length, knownSince);
      boolean allowed = judged.check(ToolCall.of("run")).isAllowed();
      String told = "seed " + seed + ", step " + step;
      if (allowed && since(admitted, from) >= max) {
        throw new AssertionError(told + ": the window holds more than its maximum");
      }
      if (!allowed && since(admitted, now - length) < max) {
        throw new AssertionError(told + ": denied for nothing");
      }
      if (allowed) {
        admitted.add(now);
      }
      if (admitted.isEmpty() || admitted.get(admitted.size() - 1) <= now - longest) {
        // The counter may have gone, and the next one has the window in force alone.
        knownSince = now - longest;
        longest = length;
      }
    }
  }

  /** How many were later than so. */
  private static int since(List<Long> admitted, long instant) {
    int count = 0;
    for (int i = admitted.size() - 1; i >= 0 && admitted.get(i) > instant; i--) {
      count++;
    }
    return count;
  }

  private static final Map<String, Policy> SECONDS = new HashMap<>();

  private static Policy seconds(int length, int max) {
    return SECONDS.computeIfAbsent(
        "'window': " + length + ", 'max': " + max, CountersAcrossReloadsTest::limit);
  }
}
