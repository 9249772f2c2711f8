package dev.mcppolicy.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

  private static final Surroundings SURROUNDINGS =
      new Surroundings("2 × one | two", "1 GB", "Linux amd64", "JDK", "abc-dirty", "today");

  private static Reading reading(String id, int round, double value, Double bytes) {
    return new Reading(id, "s", round, List.of(value), "ns", bytes);
  }

  private static Chart bars(boolean log) {
    return new Chart(
        "file",
        "A <title> & \"more\"\u0000",
        "ns",
        1,
        log,
        List.of(new Chart.Bar("x < y", "x", true), new Chart.Bar("not measured", "y", false)),
        "",
        List.of());
  }

  private static void assertIsXml(String svg) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void whatIsWrittenSaysWhereAndWhatAndWhetherItIsEnough(@TempDir Path folder) throws IOException {
    List<Reading> readings =
        List.of(
            reading("Anchor.lookUpAndCount", 1, 10, 0.0),
            reading("Decisions.noRule", 1, 16, 0.001),
            reading("Decisions.limit", 1, 80, 32.0));

    int missed = Report.write(folder, SURROUNDINGS, readings);

    assertThat(missed).isEqualTo(2);
    assertThat(folder.resolve("results.md"))
        .content()
        .contains(
            "| processor | 2 × one \\| two |",
            "| commit | abc-dirty |",
            "| No rule for the tool | ≤ 1.5 × A | 1.6 | **missed** |",
            "| No rule for the tool | ≤ 0 B | 0 B | reached |",
            "| One limit, by grant | ≤ 8.5 × A | 8 | reached |",
            "| One limit, by grant | ≤ 24 B | 32 B | **missed** |",
            "| Three conditions | ≤ 4.5 × A | – | not measured |",
            "| `Decisions.limit` | 80 | ns | 8 | 32 |",
            "![What a decision costs](decisions.svg)")
        .doesNotContain("tail.svg");
    assertThat(folder.resolve("results.json")).content().contains("\"Decisions.limit\"");
    assertThat(folder.resolve("decisions.svg")).exists();
    assertThat(folder.resolve("tail.svg")).doesNotExist();
  }

  @Test
  void whatTheClockTakesOfAGoalIsSaid(@TempDir Path folder) throws IOException {
    Reading anchor = reading("Anchor.lookUpAndCount", 1, 4, 0.0);
    Report.write(folder, SURROUNDINGS, List.of(anchor));
    assertThat(folder.resolve("results.md")).content().doesNotContain("clock");

    Report.write(folder, SURROUNDINGS, List.of(anchor, reading("Anchor.nanoTime", 1, 24, 0.0)));
    assertThat(folder.resolve("results.md"))
        .content()
        .contains(
            "**A** is one lookup in a hash map and one compare-and-set.\n"
                + "To read the clock once, as all that counts by time must, took 6 × A by itself.\n"
                + "\n## Goals\n");
  }

  @Test
  void aBusyMachineIsSaid(@TempDir Path folder) throws IOException {
    Report.write(folder, SURROUNDINGS, List.of(reading(Reading.NEIGHBOURS, 1, 14, null)));
    assertThat(folder.resolve("results.md")).content().doesNotContain("busy");

    Report.write(
        folder,
        SURROUNDINGS,
        List.of(
            reading(Reading.NEIGHBOURS, 1, 90, null),
            reading("Anchor.lookUpAndCount", 1, 10, 0.0),
            reading("Decisions.noRule", 1, 16, 0.001)));
    assertThat(folder.resolve("results.md"))
        .content()
        .contains(
            "**The machine was busy with other things** (90 % of its processors)",
            "| No rule for the tool | ≤ 1.5 × A | 1.6 | not judged |",
            "| No rule for the tool | ≤ 0 B | 0 B | reached |");
  }

  @Test
  void aChartOfNothingIsTakenAway(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("tail.svg"), "old");

    Report.write(folder, SURROUNDINGS, List.of(reading("Anchor.lookUpAndCount", 1, 10, 0.0)));

    assertThat(folder.resolve("tail.svg")).doesNotExist();
  }

  @Test
  void chartsAreWellFormedWhateverTheirTexts() throws Exception {
    Results results = new Results(List.of(reading("x", 1, 5, null), reading("x", 2, 7, null)));
    for (boolean log : List.of(true, false)) {
      String svg = Drawing.of(bars(log), results).orElseThrow();

      assertIsXml(svg);
      assertThat(svg).contains("x &lt; y", ">6<").doesNotContain("not measured");
    }
  }

  @Test
  void linesLeadThroughWhatWasMeasured() throws Exception {
    Chart chart =
        new Chart(
            "file",
            "title",
            "ns",
            1,
            true,
            List.of(),
            "threads",
            List.of(new Chart.Line("ours", "x@*", true, List.of(1L, 2L, 8L))));
    Results results = new Results(List.of(reading("x", 1, 5, null), reading("x@8", 1, 70, null)));

    String svg = Drawing.of(chart, results).orElseThrow();

    assertIsXml(svg);
    assertThat(svg).contains(">1<", ">8<", "ours").doesNotContain(">2<");
    assertThat(Drawing.of(chart, new Results(List.of()))).isEqualTo(Optional.empty());
  }

  @Test
  void zeroAndOneValueAreDrawnToo() throws Exception {
    for (double value : new double[] {0, 1e-9, 1e12}) {
      Results results = new Results(List.of(reading("x", 1, value, null)));

      assertIsXml(Drawing.of(bars(true), results).orElseThrow());
      assertThat(Drawing.of(bars(false), results).orElseThrow()).doesNotContain("NaN", "Infinity");
    }
  }

  @Test
  void whereItWasMeasuredIsSaidWithoutPaths() {
    Surroundings here = Surroundings.here();

    assertThat(here.toString()).doesNotContain(System.getProperty("java.home"));
    assertThat(here.commit()).isNotEmpty();
    assertThat(Surroundings.field(Path.of("no such file"), "x", "unknown")).isEqualTo("unknown");
  }
}
