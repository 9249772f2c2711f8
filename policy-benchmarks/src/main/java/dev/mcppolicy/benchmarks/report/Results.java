package dev.mcppolicy.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that was read in all rounds. */
final class Results {

  private final List<Reading> readings;

  Results(List<Reading> readings) {
    this.readings = List.copyOf(readings);
  }

  List<Reading> readings() {
    return readings;
  }

  /** Returns what was measured, in alphabetical order. */
  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    readings.forEach(reading -> ids.add(reading.id()));
    return ids;
  }

  /** Returns a thing's figure over all rounds and sections, or nothing if it wasn't measured. */
  Optional<Figure> figure(String id) {
    List<Reading> found = of(id);
    return over(found.stream().flatMap(reading -> values(reading, found).stream()).toList());
  }

  /** What stands for a reading: its median, or all its samples if it is the only one. */
  private static List<Double> values(Reading reading, List<Reading> all) {
    return all.size() == 1 ? reading.samples() : List.of(reading.median());
  }

  /** Returns the unit that a thing was measured in. */
  String unit(String id) {
    return of(id).stream().findFirst().map(Reading::unit).orElse("");
  }

  /**
   * Returns how many bytes an operation allocates: the least of all rounds, as the rest is noise.
   */
  Optional<Double> bytes(String id) {
    return of(id).stream().map(Reading::bytes).filter(Objects::nonNull).min(Double::compare);
  }

  /**
   * Returns how many times as much as an anchor a thing takes. Each ratio is of one round, where
   * the two were measured within minutes; and of one section too, if the anchor was measured in it.
   */
  Optional<Figure> ratio(String id, String anchor) {
    List<Reading> anchors = of(anchor);
    List<Double> ratios = new ArrayList<>();
    List<Reading> found = of(id);
    for (Reading reading : found) {
      List<Reading> near =
          anchors.stream().filter(other -> other.round() == reading.round()).toList();
      near.stream()
          .filter(other -> other.section().equals(reading.section()))
          .findFirst()
          .or(() -> near.stream().findFirst())
          .ifPresent(
              other -> values(reading, found).forEach(value -> ratios.add(value / other.median())));
    }
    return over(ratios);
  }

  private List<Reading> of(String id) {
    return readings.stream().filter(reading -> reading.id().equals(id)).toList();
  }

  private static Optional<Figure> over(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Figure.of(values));
  }
}
