package dev.mcppolicy.benchmarks.run;

import java.util.List;

/**
 * What is measured one after the other, together with its anchors.
 *
 * @param name what it is called
 * @param rounds how often it is measured
 * @param runs what is measured in each round
 */
record Section(String name, int rounds, List<Run> runs) {

  /**
   * What JMH runs at once.
   *
   * @param include a regular expression of benchmarks' names
   * @param threads how many threads
   * @param parameters {@code name=value}, where not all values are wanted
   * @param isCold whether only the first operation of a JVM counts, in three JVMs
   */
  record Run(String include, int threads, List<String> parameters, boolean isCold) {
    static Run of(String... names) {
      return of(1, names);
    }

    static Run of(int threads, String... names) {
      return new Run("\\.(" + String.join("|", names) + ")$", threads, List.of(), false);
    }

    Run with(String parameter) {
      return new Run(include, threads, List.of(parameter), isCold);
    }

    Run cold() {
      return new Run(include, threads, parameters, true);
    }
  }

  private static final String A = "Anchor.lookUpAndCount";

  /** All sections that JMH measures, in the order of a round. */
  static final List<Section> ALL =
      List.of(
          new Section("decisions", 3, List.of(Run.of("Anchor..*", "Decisions..*"))),
          new Section(
              "peers",
              3,
              List.of(
                  Run.of(
                      A,
                      "Peers..*",
                      "Decisions.(limit|threeConditions|threeConditionsAndLimit)",
                      "Regexes..*"))),
          new Section(
              "threads",
              3,
              List.of(
                  Run.of(A, "Threads..*"), Run.of(2, "Threads..*"), Run.of(8, "Threads.hot.*"))),
          new Section(
              "identities",
              2,
              List.of(
                  Run.of(A, "Identities..*"),
                  Run.of(2, "Identities.check").with("identities=1000000"))),
          new Section("growth", 2, List.of(Run.of(A, "Growth..*"))),
          new Section("loading", 2, List.of(Run.of(A, "Loading..*"), Run.of("Cold..*").cold())),
          new Section("clients", 2, List.of(Run.of(A, "Clients..*"))),
          new Section("auditing", 2, List.of(Run.of(A, "Auditing..*"))),
          new Section(
              "redis",
              2,
              List.of(Run.of(A, "Redis[.].*"), Run.of(8, "Redis.(ping|check|bucket4j)"))));
}
