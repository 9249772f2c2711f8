package dev.mcppolicy.benchmarks.run;

import dev.mcppolicy.benchmarks.Failures;
import dev.mcppolicy.benchmarks.Intercept;
import dev.mcppolicy.benchmarks.report.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program in a JVM of its own that prints what it measures, one sample a line: of what it is, a
 * number and a unit.
 *
 * @param section what the readings belong to
 * @param flags options of the JVM
 * @param program its main class and arguments
 */
record Probe(String section, List<String> flags, List<String> program) {

  private static final String PACKAGE = "dev.mcppolicy.benchmarks.";

  /**
   * How often a program is run that loses its connection, as the JDK's HTTP client does now and
   * then. Whatever else fails fails at once: an answer may have been wrong.
   */
  private static final int ATTEMPTS = 2;

  /** All probes, in the order of a round. */
  static List<Probe> all() {
    List<Probe> probes = new ArrayList<>();
    for (String kind : List.of("seenOnce", "full", "atomicLong", "bucket4j", "resilience4j")) {
      probes.add(
          new Probe("memory", List.of("-XX:+UseSerialGC", "-Xmx2g"), program("Memory", kind)));
    }
    probes.add(clients("MEMORY", "100", "80000", "11"));
    boolean withIntercept = Intercept.program() != null; // which takes as long as all others
    probes.add(clients("STDIO", "20", "15000", withIntercept ? "28" : "14"));
    probes.add(clients("HTTP", "10", "5000", "9"));
    for (String gc : List.of("G1", "ZGC")) {
      for (String way : List.of("BARE", "TRANSPORT", "CLIENT")) {
        probes.add(
            new Probe(
                "tail",
                heap("512m", gc.equals("G1") ? "G1GC" : gc),
                program("Tail", way, gc, "3")));
      }
    }
    probes.add(new Probe("redis", heap("1g", "G1GC"), program("Redis", "12000", "7")));
    return probes;
  }

  private static Probe clients(String... arguments) {
    return new Probe("clients", heap("1g", "G1GC"), program("Clients", arguments));
  }

  /** Returns the flags of a JVM whose memory is in use already. */
  private static List<String> heap(String size, String collector) {
    return List.of("-XX:+Use" + collector, "-Xms" + size, "-Xmx" + size, "-XX:+AlwaysPreTouch");
  }

  private static List<String> program(String name, String... arguments) {
    return Stream.concat(Stream.of(PACKAGE + name), Arrays.stream(arguments)).toList();
  }

  List<Reading> measure(int round) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Process process = start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code == 0) {
        return readings(out, round);
      }
      if (code != Failures.CONNECTION_LOST || attempt == ATTEMPTS) {
        throw new IOException(program + " ended with " + code);
      }
      System.out.println(program + " lost its connection, and is run once more");
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(program);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Reads what was printed: a reading for each thing, with its samples. */
  List<Reading> readings(String out, int round) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    out.lines()
        .map(line -> reading(line, round))
        .forEach(reading -> readings.merge(reading.id(), reading, Probe::both));
    return List.copyOf(readings.values());
  }

  private Reading reading(String line, int round) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(program + " printed: " + line);
    }
    return new Reading(
        parts[0], section, round, List.of(Double.parseDouble(parts[1])), parts[2], null);
  }

  private static Reading both(Reading one, Reading other) {
    return new Reading(
        one.id(),
        one.section(),
        one.round(),
        Stream.concat(one.samples().stream(), other.samples().stream()).toList(),
        one.unit(),
        null);
  }
}
