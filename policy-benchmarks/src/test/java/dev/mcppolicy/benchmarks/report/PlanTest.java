package dev.mcppolicy.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Goals and charts speak of what is measured: a name that was mistyped would never be missed. */
class PlanTest {

  /** What programs of their own print. */
  private static final Pattern PRINTED =
      Pattern.compile(
          "Clients\\.call\\[place=(MEMORY|STDIO|HTTP),way=(BARE|TRANSPORT|CLIENT)]"
              + "|Clients\\.call\\[place=STDIO,way=INTERCEPT]"
              + "|Redis\\.(ping|script|check|checkAndSettle|deny|bucket4j)(\\[keys=own])?(@8)?"
              + "|Memory\\.(seenOnce|full|atomicLong|bucket4j|resilience4j)"
              + "|Tail\\.(p50|p99|p99\\.9|max)\\[gc=(G1|ZGC),way=(BARE|TRANSPORT|CLIENT)]");

  private static Set<String> benchmarks() {
    Set<String> names = new TreeSet<>();
    BenchmarkList.defaultList()
        .getAll(
            OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT),
            List.of())
        .forEach(entry -> names.add(entry.getUsername()));
    assertThat(names).isNotEmpty();
    return names;
  }

  private static String listed(String id) {
    return "dev.mcppolicy.benchmarks." + id.replaceAll("[\\[@].*", "");
  }

  @Test
  void everyGoalIsOfABenchmarkAndSoIsEveryAnchor() {
    Set<String> benchmarks = benchmarks();
    List<String> ids =
        Plan.goals().stream()
            .flatMap(
                goal ->
                    Stream.concat(
                        Stream.of(goal.id()),
                        goal.bounds().stream()
                            .flatMap(bound -> Stream.of(bound.of(), bound.over()))
                            .filter(Objects::nonNull)))
            .toList();

    assertThat(ids).hasSizeGreaterThan(40).allMatch(id -> isKnown(id, benchmarks));
  }

  @Test
  void everyChartIsOfBenchmarks() {
    Set<String> benchmarks = benchmarks();
    List<String> ids =
        Plan.charts().stream()
            .flatMap(
                chart ->
                    Stream.concat(
                        chart.bars().stream().map(Chart.Bar::id),
                        chart.lines().stream()
                            .flatMap(line -> line.at().stream().map(x -> line.idAt(x)))))
            .toList();

    assertThat(ids).hasSizeGreaterThan(50).allMatch(id -> isKnown(id, benchmarks));
  }

  @Test
  void chartsHaveFilesOfTheirOwn() {
    assertThat(Plan.charts().stream().map(Chart::file)).doesNotHaveDuplicates();
  }

  private static boolean isKnown(String id, Set<String> benchmarks) {
    return PRINTED.matcher(id).matches() || benchmarks.contains(listed(id));
  }
}
