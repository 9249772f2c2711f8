package dev.mcppolicy.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what was measured: all readings as JSON, tables as Markdown, and charts as SVG. */
public final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String ANCHOR = "Anchor.lookUpAndCount";
  private static final String CLOCK = "Anchor.nanoTime";

  /** Which share of the processors others may use before times suffer, in percent. */
  private static final double NOTICEABLE = 15;

  /** What the file of the readings holds. */
  private record Raw(Surroundings surroundings, List<Reading> readings) {}

  private Report() {}

  /** Writes the report into a folder, and returns how many goals were missed. */
  public static int write(Path folder, Surroundings surroundings, List<Reading> readings)
      throws IOException {
    Results results = new Results(readings);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("results.json"),
        JSON.writeValueAsString(new Raw(surroundings, readings)) + "\n");
    List<String> charts = new ArrayList<>();
    for (Chart chart : Plan.charts()) {
      Optional<String> drawing = Drawing.of(chart, results);
      Path file = folder.resolve(chart.file() + ".svg");
      if (drawing.isPresent()) {
        Files.writeString(file, drawing.get());
        charts.add("![" + chart.title() + "](" + chart.file() + ".svg)");
      } else {
        Files.deleteIfExists(file);
      }
    }
    Files.writeString(
        folder.resolve("results.md"), markdown(surroundings, results, Plan.goals(), charts));
    return (int)
        Plan.goals().stream()
            .flatMap(goal -> goal.bounds().stream().map(b -> b.judge(goal.id(), results)))
            .filter(verdict -> verdict.outcome() == Goal.Outcome.MISSED)
            .count();
  }

  static String markdown(
      Surroundings surroundings, Results results, List<Goal> goals, List<String> charts) {
    StringBuilder page = new StringBuilder();
    page.append("# Results\n\n")
        .append("Written by the program that measured; [Performance](../performance.md) says how,")
        .append(" and what to make of it.\n\n")
        .append("| | |\n|---|---|\n");
    row(page, "processor", surroundings.processor());
    row(page, "memory", surroundings.memory());
    row(page, "system", surroundings.system());
    row(page, "JDK", surroundings.jdk());
    row(page, "commit", surroundings.commit());
    row(page, "written", surroundings.when());
    results
        .figure(Reading.NEIGHBOURS)
        .filter(Report::isNoticeable)
        .ifPresent(
            busy ->
                page.append("\n**The machine was busy with other things** (")
                    .append(Numbers.shown(busy))
                    .append(" % of its processors): the bytes are right all the same,")
                    .append(" and times are not judged.\n"));
    page.append(
        "\nA figure is the median of the rounds, with the least and the most of them in brackets;"
            + "\nof the samples, if something was measured once."
            + "\n**A** is one lookup in a hash map and one compare-and-set.\n");
    results
        .ratio(CLOCK, ANCHOR)
        .ifPresent(
            clock ->
                page.append("To read the clock once, as all that counts by time must, took ")
                    .append(Numbers.shown(clock))
                    .append(" × A by itself.\n"));
    page.append("\n## Goals\n\n| what | goal | measured | |\n|---|---|--:|---|\n");
    boolean isBusy = results.figure(Reading.NEIGHBOURS).filter(Report::isNoticeable).isPresent();
    for (Goal goal : goals) {
      for (Goal.Bound bound : goal.bounds()) {
        Goal.Verdict verdict = bound.judge(goal.id(), results);
        row(
            page,
            goal.what(),
            verdict.allowed(),
            verdict.measured(),
            isBusy && bound.isOfTime(goal.id(), results)
                ? "not judged"
                : verdict.outcome().words());
      }
    }
    if (!charts.isEmpty()) {
      page.append("\n## Charts\n\n").append(String.join("\n\n", charts)).append("\n");
    }
    page.append(
        "\n## All readings\n\n| what | figure | unit | × A | B/op |\n|---|--:|---|--:|--:|\n");
    for (String id : results.ids()) {
      boolean isTime = results.unit(id).equals("ns");
      row(
          page,
          "`" + id + "`",
          results.figure(id).map(Numbers::shown).orElse("–"),
          results.unit(id),
          isTime ? results.ratio(id, ANCHOR).map(Numbers::shown).orElse("–") : "",
          results.bytes(id).map(Numbers::shown).orElse(""));
    }
    return page.toString();
  }

  private static boolean isNoticeable(Figure busy) {
    return busy.median() > NOTICEABLE;
  }

  private static void row(StringBuilder page, String... cells) {
    page.append('|');
    for (String cell : cells) {
      page.append(' ').append(cell.replace("|", "\\|").replace("\n", " ")).append(" |");
    }
    page.append('\n');
  }
}
