package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a section measures. */
class SectionTest {

  private static final String OPA = "dev.mcppolicy.benchmarks.OpaWasm.threeConditions";

  private static boolean measures(boolean withOpa, String benchmark) {
    return Section.peers(withOpa).stream().anyMatch(run -> measures(run, benchmark));
  }

  private static boolean measures(Section.Run run, String benchmark) {
    return Pattern.compile(run.include()).matcher(benchmark).find();
  }

  @Test
  void opaIsAmongThePeersOnlyWhereItsPolicyWasCompiled() {
    assertThat(measures(true, OPA)).isTrue();
    assertThat(measures(false, OPA)).isFalse();
  }

  @Test
  void eachOtherPeerIsMeasuredOnceEitherWay() {
    for (boolean withOpa : new boolean[] {true, false}) {
      for (String peer : List.of("CelJava.threeConditions", "Limits.bucket4j")) {
        assertThat(Section.peers(withOpa))
            .filteredOn(run -> measures(run, "dev.mcppolicy.benchmarks.Peers." + peer))
            .hasSize(1);
      }
    }
  }

  @Test
  void whatTakesMicrosecondsIsCalledLongEnoughToBeCompiled() {
    assertThat(Section.peers(true))
        .filteredOn(run -> measures(run, OPA))
        .allMatch(run -> measures(run, "dev.mcppolicy.benchmarks.Peers.CedarJava.threeConditions"))
        .extracting(Section.Run::pace)
        .containsExactly(Section.Pace.SLOW);
  }
}
