package dev.mcppolicy.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {

  private final Baseline baseline = new Baseline("B/op", 0.02, 1, Map.of("x", 100.0, "y", 0.0));

  @Test
  void whatCostsAsMuchOrLessIsFine() {
    assertThat(baseline.complaints(Map.of("x", 103.0, "y", 1.0))).isEmpty();
    assertThat(baseline.complaints(Map.of("x", 10.0, "y", 0.0))).isEmpty();
  }

  @Test
  void whatCostsMoreIsSaidWithBothNumbers() {
    assertThat(baseline.complaints(Map.of("x", 103.1, "y", 0.0)))
        .containsExactly("x: 103.1 B/op, and the baseline is 100.0");
    assertThat(baseline.complaints(Map.of("x", 100.0, "y", 16.0)))
        .containsExactly("y: 16.0 B/op, and the baseline is 0.0");
  }

  @Test
  void whatCannotBeComparedIsNotFine() {
    assertThat(baseline.complaints(Map.of("x", Double.NaN, "y", 0.0)))
        .containsExactly("x: the baseline has it, and it was not measured");
    assertThat(baseline.complaints(Map.of("y", 0.0, "z", 0.0)))
        .containsExactly(
            "x: the baseline has it, and it was not measured",
            "z: was measured, and the baseline hasn't it");
  }

  @Test
  void onlyWhatIsTooMuchCanBeMeasuredAgain() {
    assertThat(baseline.exceededBy(Map.of("x", 200.0, "z", 5.0))).containsExactly("x");
    assertThat(baseline.exceededBy(Map.of("x", Double.NaN, "y", 0.0))).containsExactly("x");
    assertThat(baseline.exceededBy(Map.of())).isEmpty();
  }

  @Test
  void gainsAreSaidSoThatTheyCanBeKept() {
    assertThat(baseline.gains(Map.of("x", 60.0, "y", 0.0)))
        .containsExactly("x: 60.0 B/op, and the baseline is 100.0");
    assertThat(baseline.gains(Map.of("x", 99.0))).isEmpty();
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/bytes.json");

    Baseline.write(file, Map.of("b", 1.26, "a[x=y]@2", 0.04));

    assertThat(Baseline.read(file))
        .containsExactly(Map.entry("a[x=y]@2", 0.0), Map.entry("b", 1.3));
  }
}
