package dev.mcppolicy.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

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
    return relative(id, (reading, value) -> near(reading, anchor).map(whole -> value / whole));
  }

  /**
   * Returns what a thing takes beyond a base, as a part of what an anchor takes beyond it; all of
   * one round, likewise.
   */
  Optional<Figure> added(String id, String anchor, String base) {
    return relative(
        id,
        (reading, value) ->
            near(reading, anchor)
                .flatMap(whole -> near(reading, base).map(bare -> part(value, whole, bare))));
  }

  private static double part(double value, double whole, double bare) {
    return whole > bare ? (value - bare) / (whole - bare) : Double.NaN;
  }

  private Optional<Figure> relative(
      String id, BiFunction<Reading, Double, Optional<Double>> relation) {
    List<Reading> found = of(id);
    return over(
        found.stream()
            .flatMap(
                reading ->
                    values(reading, found).stream()
                        .flatMap(value -> relation.apply(reading, value).stream()))
            .toList());
  }

  /** The median of an anchor in a reading's round, and in its section if it was measured there. */
  private Optional<Double> near(Reading reading, String anchor) {
    List<Reading> near =
        of(anchor).stream().filter(other -> other.round() == reading.round()).toList();
    return near.stream()
        .filter(other -> other.section().equals(reading.section()))
        .findFirst()
        .or(() -> near.stream().findFirst())
        .map(Reading::median);
  }

  private List<Reading> of(String id) {
    return readings.stream().filter(reading -> reading.id().equals(id)).toList();
  }

  private static Optional<Figure> over(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Figure.of(values));
  }
}
