package dev.mcppolicy.benchmarks.run;

import dev.mcppolicy.benchmarks.report.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Has JMH measure a section once, in short. */
final class Harness {

  static final String BYTES = "gc.alloc.rate.norm";
  private static final String PACKAGE = "dev.mcppolicy.benchmarks.";

  private Harness() {}

  /** Measures, and returns what was read; what JMH says goes into a file. */
  static List<Reading> measure(Section section, int round, Path log) throws RunnerException {
    List<Reading> readings = new ArrayList<>();
    int number = 0;
    for (Section.Run run : section.runs()) {
      number++;
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include(run.include())
              .threads(run.threads())
              .addProfiler(GCProfiler.class)
              .jvmArgsAppend(flags(section, run.pace()))
              .shouldFailOnError(true)
              .output(log + "-" + number + ".log");
      options = run.pace().applied(options);
      for (String parameter : run.parameters()) {
        int equals = parameter.indexOf('=');
        options = options.param(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
      for (RunResult result : new Runner(options.build()).run()) {
        readings.add(reading(section.name(), round, result));
      }
    }
    return readings;
  }

  private static String[] flags(Section section, Section.Pace pace) {
    List<String> flags = new ArrayList<>(pace.flags());
    flags.add("-XX:+UseG1GC");
    flags.add("-Xms" + section.gibibytes() + "g");
    flags.add("-Xmx" + section.gibibytes() + "g");
    return flags.toArray(new String[0]);
  }

  static Reading reading(String section, int round, RunResult result) {
    List<Double> samples = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        samples.add(iteration.getPrimaryResult().getScore());
      }
    }
    return new Reading(
        id(result.getParams()),
        section,
        round,
        samples,
        result.getPrimaryResult().getScoreUnit().replace("/op", ""),
        secondary(result, BYTES));
  }

  /** Returns the score of a profiler, or null if it has none. */
  static @Nullable Double secondary(RunResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    return found == null || Double.isNaN(found.getScore()) ? null : found.getScore();
  }

  /** Returns what a benchmark is called with its parameters and threads. */
  static String id(BenchmarkParams params) {
    Collection<String> keys = params.getParamsKeys();
    Map<String, String> values = new TreeMap<>();
    keys.forEach(key -> values.put(key, params.getParam(key)));
    StringJoiner in = new StringJoiner(",", "[", "]").setEmptyValue("");
    values.forEach((key, value) -> in.add(key + "=" + value));
    return shortened(params.getBenchmark())
        + in
        + (params.getThreads() == 1 ? "" : "@" + params.getThreads());
  }

  static String shortened(String benchmark) {
    return benchmark.startsWith(PACKAGE) ? benchmark.substring(PACKAGE.length()) : benchmark;
  }
}
