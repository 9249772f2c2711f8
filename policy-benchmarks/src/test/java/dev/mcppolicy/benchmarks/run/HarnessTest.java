package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HarnessTest {

  @Test
  void namesAreWithoutThePackage() {
    assertThat(Harness.shortened("dev.mcppolicy.benchmarks.Growth.Tools.check"))
        .isEqualTo("Growth.Tools.check");
    assertThat(Harness.shortened("other.Thing.run")).isEqualTo("other.Thing.run");
  }

  @Test
  void countersCountOnlyIfTheySayANumber() {
    assertThat(Counters.hasCounted("123456,,instructions:u,1000,100.00,,\n")).isTrue();
    assertThat(Counters.hasCounted("<not supported>,,instructions:u,0,100.00,,\n")).isFalse();
    assertThat(Counters.hasCounted("<not counted>,,instructions:u,0,0.00,,\n")).isFalse();
    assertThat(Counters.hasCounted("sh: perf: command not found\n")).isFalse();
    assertThat(Counters.hasCounted("")).isFalse();
  }

  @Test
  void neighboursAreWhatIsUsedBetweenTwoMoments() {
    String before = "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 2 3\n";
    String after = "cpu  150 0 100 830 20 0 0 0 50 0\ncpu0 1 2 3\n";

    assertThat(Neighbours.busy(before, after)).isEqualTo(50);
    assertThat(Neighbours.busy(before, before)).isZero();
    assertThatThrownBy(() -> Neighbours.busy("", "")).hasMessage("not a state of processors: ");
  }

  @Test
  void everySectionHasItsAnchor() {
    assertThat(Section.ALL)
        .allSatisfy(
            section ->
                assertThat(section.runs())
                    .anyMatch(run -> ".Anchor.lookUpAndCount".matches(".*" + run.include())));
  }
}
