package dev.mcppolicy.benchmarks.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operations cost when it was last agreed to: bytes, and instructions where a machine counts
 * them. A file holds it, by benchmark.
 */
final class Baseline {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String what;
  private final double share;
  private final double slack;
  private final SortedMap<String, Double> agreed;

  /**
   * Creates a baseline.
   *
   * @param what the unit, for people
   * @param share how much more is let pass, as a share of what was agreed to
   * @param slack how much more is let pass beside that
   */
  Baseline(String what, double share, double slack, Map<String, Double> agreed) {
    this.what = what;
    this.share = share;
    this.slack = slack;
    this.agreed = new TreeMap<>(agreed);
  }

  /** Returns what is too much, each as a sentence with both numbers; and what can't be compared. */
  List<String> complaints(Map<String, Double> measured) {
    List<String> complaints = new ArrayList<>();
    agreed.forEach(
        (id, most) -> {
          Double now = measured.get(id);
          if (now == null || now.isNaN()) {
            complaints.add(id + ": the baseline has it, and it was not measured");
          } else if (isMore(now, most)) {
            complaints.add(
                String.format(
                    Locale.ROOT, "%s: %.1f %s, and the baseline is %.1f", id, now, what, most));
          }
        });
    measured.keySet().stream()
        .filter(id -> !agreed.containsKey(id))
        .forEach(id -> complaints.add(id + ": was measured, and the baseline hasn't it"));
    return complaints;
  }

  /** Returns what was measured to be too much. */
  List<String> exceededBy(Map<String, Double> measured) {
    return agreed.entrySet().stream()
        .filter(most -> isMore(measured.getOrDefault(most.getKey(), 0.0), most.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isMore(double now, double most) {
    return !(now <= most * (1 + share) + slack);
  }

  /** Returns what has become cheaper than the baseline knows, each as a sentence. */
  List<String> gains(Map<String, Double> measured) {
    List<String> gains = new ArrayList<>();
    agreed.forEach(
        (id, most) -> {
          Double now = measured.get(id);
          if (now != null && now * (1 + share) + slack < most) {
            gains.add(
                String.format(
                    Locale.ROOT, "%s: %.1f %s, and the baseline is %.1f", id, now, what, most));
          }
        });
    return gains;
  }

  static Map<String, Double> read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), new TypeReference<Map<String, Double>>() {});
  }

  static void write(Path file, Map<String, Double> measured) throws IOException {
    SortedMap<String, Double> rounded = new TreeMap<>();
    measured.forEach((id, value) -> rounded.put(id, Math.round(value * 10) / 10.0));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(rounded) + "\n");
  }
}
