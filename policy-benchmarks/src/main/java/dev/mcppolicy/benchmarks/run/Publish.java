package dev.mcppolicy.benchmarks.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.benchmarks.report.Reading;
import dev.mcppolicy.benchmarks.report.Report;
import dev.mcppolicy.benchmarks.report.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures everything in rounds, in short, and writes the report. What was measured of a commit is
 * kept and not measured again, so that it can be interrupted and goes on where it was.
 */
public final class Publish {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path kept;
  private final int rounds;
  private final Set<String> sections;
  private final long start = System.nanoTime();

  /** Something that is measured in a round. */
  @FunctionalInterface
  private interface Measurement {
    List<Reading> measure(int round) throws Exception;
  }

  private Publish(Path kept, int rounds, Set<String> sections) {
    this.kept = kept;
    this.rounds = rounds;
    this.sections = sections;
  }

  /**
   * Measures and reports.
   *
   * @param arguments the folder of the report, that of what is kept, and perhaps {@code rounds=…}
   *     and {@code sections=…,…}
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = 1;
    Set<String> sections = Set.of();
    for (int i = 2; i < arguments.length; i++) {
      if (arguments[i].startsWith("rounds=")) {
        rounds = Integer.parseInt(arguments[i].substring("rounds=".length()));
      } else if (arguments[i].startsWith("sections=")) {
        sections = Set.of(arguments[i].substring("sections=".length()).split(",", -1));
      } else {
        throw new IllegalArgumentException("unknown option: " + arguments[i]);
      }
    }
    Surroundings surroundings = Surroundings.here();
    Path kept = Path.of(arguments[1]).resolve(surroundings.commit());
    Files.createDirectories(kept);
    List<Reading> readings = new Publish(kept, rounds, sections).measured();
    if (readings.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: no such section");
    }
    int missed = Report.write(Path.of(arguments[0]), surroundings, readings);
    System.out.println("Written; goals missed: " + missed);
  }

  private List<Reading> measured() throws Exception {
    List<Reading> readings = new ArrayList<>();
    // Rounds outside: what disturbs the machine for a while disturbs one round of all.
    for (int round = 1; round <= rounds; round++) {
      for (Section section : Section.ALL) {
        if (isWanted(section.name())) {
          Path log = kept.resolve(section.name() + "-" + round);
          readings.addAll(once(section.name(), round, r -> Harness.measure(section, r, log)));
        }
      }
      for (Map.Entry<String, List<Probe>> probes : probes().entrySet()) {
        if (isWanted(probes.getKey())) {
          readings.addAll(once(probes.getKey(), round, r -> all(probes.getValue(), r)));
        }
      }
    }
    return readings;
  }

  private boolean isWanted(String section) {
    return sections.isEmpty() || sections.contains(section);
  }

  private static Map<String, List<Probe>> probes() {
    Map<String, List<Probe>> probes = new LinkedHashMap<>();
    Probe.all()
        .forEach(
            probe -> probes.computeIfAbsent(probe.section(), s -> new ArrayList<>()).add(probe));
    return probes;
  }

  private static List<Reading> all(List<Probe> probes, int round) throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (Probe probe : probes) {
      readings.addAll(probe.measure(round));
    }
    return readings;
  }

  private List<Reading> once(String section, int round, Measurement measurement) throws Exception {
    Path file = kept.resolve(section + "-" + round + ".json");
    if (Files.exists(file)) {
      return read(file);
    }
    System.out.println(
        Duration.ofNanos(System.nanoTime() - start).toSeconds()
            + " s: round "
            + round
            + ", "
            + section);
    List<Reading> readings = new ArrayList<>();
    Neighbours.reading(section, round).ifPresent(readings::add);
    readings.addAll(measurement.measure(round));
    Path unfinished = kept.resolve(section + "-" + round + ".part");
    Files.writeString(unfinished, JSON.writeValueAsString(readings));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return readings;
  }

  private static List<Reading> read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), new TypeReference<List<Reading>>() {});
  }
}
