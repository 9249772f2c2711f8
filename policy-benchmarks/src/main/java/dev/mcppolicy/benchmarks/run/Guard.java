package dev.mcppolicy.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.LinuxPerfNormProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Keeps what was won: fails if an operation allocates more than its baseline, or takes more
 * instructions where the machine counts them. Times are printed and never judged.
 */
public final class Guard {

  /**
   * What is guarded. Of a whole call of a client most bytes are the SDK's, and they differ from one
   * JVM to the next.
   */
  private static final String GUARDED = "Decisions\\..*|Regexes\\.typical|Threads\\.ownKey";

  /** How many operations are measured at once. */
  private static final int BATCH = 20_000;

  private static final String INSTRUCTIONS = "instructions:u";

  private final Map<String, Double> bytes = new TreeMap<>();
  private final Map<String, Double> nanos = new TreeMap<>();

  private Guard() {}

  /**
   * Compares or renews.
   *
   * @param arguments the folder of the baselines, and perhaps {@code renew}
   */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("jmh.ignoreLock", "true"); // bytes don't mind company
    Path folder = Path.of(arguments[0], "jdk-" + Runtime.version().feature());
    boolean isRenewing = List.of(arguments).contains("renew");
    Path allocation = folder.resolve("bytes.json");
    if (!isRenewing && !Files.exists(allocation)) {
      fail(List.of("there is no baseline for JDK " + Runtime.version().feature()));
    }
    Guard guard = new Guard();
    guard.measureBytes(GUARDED);
    if (isRenewing) {
      Baseline.write(allocation, guard.bytes);
    } else {
      Baseline baseline = new Baseline("B/op", 0.02, 1, Baseline.read(allocation));
      guard.again(baseline);
      report(baseline, guard.bytes);
      guard.print();
      fail(baseline.complaints(guard.bytes));
    }
    Path counted = folder.resolve("instructions.json");
    if (!Counters.exist()) {
      System.out.println("This machine counts no instructions: they were not compared.");
    } else if (isRenewing) {
      Baseline.write(counted, instructions());
    } else if (!Files.exists(counted)) {
      System.out.println("There is no baseline of instructions: they were not compared.");
    } else {
      Baseline baseline = new Baseline("instructions/op", 0.1, 5, Baseline.read(counted));
      Map<String, Double> measured = instructions();
      report(baseline, measured);
      fail(baseline.complaints(measured));
    }
  }

  /** Measures once more what was too much, and keeps the lesser: a compiler may have been late. */
  private void again(Baseline baseline) throws RunnerException {
    Map<String, Double> first = new TreeMap<>(bytes);
    for (String id : baseline.exceededBy(first)) {
      String benchmark = id.replaceAll("\\[.*", "");
      if (benchmark.matches(GUARDED)) {
        measureBytes(Pattern.quote(benchmark));
      }
    }
    first.forEach((id, value) -> bytes.merge(id, value, Math::min));
  }

  /**
   * Measures by numbers of operations and not by time, with a compiler that is waited for, so that
   * a busy machine sees the same code as an idle one.
   */
  private void measureBytes(String include) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include("\\.(" + include + ")$")
        .mode(Mode.SingleShotTime)
        .forks(1)
        .warmupBatchSize(BATCH)
        .warmupIterations(5)
        .measurementBatchSize(BATCH)
        .measurementIterations(3)
        .threads(1)
        .addProfiler(GCProfiler.class)
        .jvmArgsAppend("-Xbatch", "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    for (RunResult result : new Runner(options.build()).run()) {
      Double allocated = Harness.secondary(result, Harness.BYTES);
      String id = Harness.id(result.getParams());
      bytes.put(id, allocated == null ? Double.NaN : allocated / BATCH);
      nanos.put(id, result.getPrimaryResult().getScore() / BATCH);
    }
  }

  private static Map<String, Double> instructions() throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include("\\.Decisions\\..*$")
        .forks(1)
        .warmupIterations(5)
        .warmupTime(TimeValue.milliseconds(300))
        .measurementIterations(5)
        .measurementTime(TimeValue.milliseconds(300))
        .addProfiler(LinuxPerfNormProfiler.class, "events=" + INSTRUCTIONS)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    Map<String, Double> measured = new TreeMap<>();
    for (RunResult result : new Runner(options.build()).run()) {
      Double counted = Harness.secondary(result, INSTRUCTIONS);
      measured.put(Harness.id(result.getParams()), counted == null ? Double.NaN : counted);
    }
    return measured;
  }

  private void print() {
    System.out.printf(Locale.ROOT, "%-50s %10s %12s%n", "", "B/op", "ns/op");
    bytes.forEach(
        (id, value) ->
            System.out.printf(Locale.ROOT, "%-50s %10.1f %12.0f%n", id, value, nanos.get(id)));
  }

  private static void report(Baseline baseline, Map<String, Double> measured) {
    List<String> gains = baseline.gains(measured);
    if (!gains.isEmpty()) {
      System.out.println("Cheaper than the baseline, which could be renewed:");
      gains.forEach(gain -> System.out.println("  " + gain));
    }
  }

  private static void fail(List<String> complaints) throws IOException {
    if (!complaints.isEmpty()) {
      throw new IOException(
          "Costs more than was agreed to, or can't be compared:\n  "
              + String.join("\n  ", complaints)
              + "\nIf it has to be so, renew the baseline; docs/performance.md says how.");
    }
  }
}
