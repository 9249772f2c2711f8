package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.benchmarks.report.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static final Probe PROBE = new Probe("clients", List.of(), List.of("Program"));

  @Test
  void eachLineIsASampleOfWhatItNames() {
    assertThat(PROBE.readings("a 1.5 ns\nb 7 ns\na 2.5 ns\n", 3))
        .containsExactly(
            new Reading("a", "clients", 3, List.of(1.5, 2.5), "ns", null),
            new Reading("b", "clients", 3, List.of(7.0), "ns", null));
  }

  @Test
  void aLineOfAnythingElseFails() {
    assertThatThrownBy(() -> PROBE.readings("a 1.5 ns\nWARNING\n", 1))
        .hasMessage("[Program] printed: WARNING");
  }
}
