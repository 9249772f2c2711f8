package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters that go on, and counters that may begin anew. */
class HistoriesTest {

  private static final String BASE =
      "'limits': [ { 'counter': 'spent', 'window': 'hour', 'max': 3, 'scope': 'grant' } ]";

  private static boolean mayForget(String older, String newer) {
    return PolicyDiff.mayForget(policy(older), policy(newer));
  }

  private static Policy policy(String entry) {
    return Policy.parse(
        ("{ 'version': '1', 'default': 'deny', 'tools': { 't': { " + entry + " } } }")
            .replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({
    "'hour', 'hour', false",
    "'grant', 'global', true",
    "'grant', 'session', true",
    "spent, paid, true",
    "'hour', 'day', false",
    "'hour', 'minute', true",
    "'hour', 'lifetime', false",
    "3, 4, false",
    "3, 2, false",
  })
  void aCounterGoesOnUnderItsNameScopeAndAsFarBack(
      String old, String replacement, boolean forgets) {
    assertThat(mayForget(BASE, BASE.replace(old, replacement))).isEqualTo(forgets);
  }

  @Test
  void aSplitCountBeginsAnew() {
    assertThat(mayForget(BASE, BASE.replace("'max'", "'per': 'args.x', 'max'"))).isTrue();
  }

  @Test
  void whatGoesOrComesAloneForgetsNothing() {
    assertThat(mayForget(BASE, "")).isFalse();
    assertThat(mayForget("", BASE)).isFalse();
    assertThat(mayForget(BASE, BASE + ", 'concurrency': 1")).isFalse();
    assertThat(mayForget(BASE + ", 'concurrency': 1", BASE + ", 'concurrency': 2")).isFalse();
  }

  @Test
  void aSlotOfAnotherKeyBeginsAnew() {
    Policy one =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"concurrency\":1}}}");
    Policy other =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t*\":{\"concurrency\":1}}}");
    assertThat(PolicyDiff.mayForget(one, other)).isTrue();
    assertThat(PolicyDiff.mayForget(one, one)).isFalse();
  }
}
