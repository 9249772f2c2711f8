package dev.mcppolicy.benchmarks.run;

import dev.mcppolicy.benchmarks.OpaWasm;
import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What is measured one after the other, together with its anchors.
 *
 * @param name what it is called
 * @param gibibytes how large the heap is
 * @param runs what is measured in each round
 */
record Section(String name, int gibibytes, List<Run> runs) {

  /**
   * What JMH runs at once.
   *
   * @param include a regular expression of benchmarks' names
   * @param threads how many threads
   * @param parameters {@code name=value}, where not all values are wanted
   * @param pace for how long
   */
  record Run(String include, int threads, List<String> parameters, Pace pace) {
    static Run of(String... names) {
      return of(1, names);
    }

    static Run of(int threads, String... names) {
      return new Run("\\.(" + String.join("|", names) + ")$", threads, List.of(), Pace.QUICK);
    }

    Run with(String parameter) {
      return new Run(include, threads, List.of(parameter), pace);
    }

    Run at(Pace other) {
      return new Run(include, threads, parameters, other);
    }
  }

  /** For how long something is measured. */
  enum Pace {
    /** What takes some nanoseconds is compiled after less than a second. */
    QUICK(1, 3, 250, 5, 200),
    /** What takes microseconds, in many classes, needs seconds to be called often enough. */
    SLOW(1, 4, 1_000, 3, 500),
    /** Only the first operation of a JVM counts, in three JVMs. */
    COLD(3, 0, 0, 1, 0);

    private final int forks;
    private final int warmups;
    private final long warmupMillis;
    private final int measurements;
    private final long measurementMillis;

    Pace(int forks, int warmups, long warmupMillis, int measurements, long measurementMillis) {
      this.forks = forks;
      this.warmups = warmups;
      this.warmupMillis = warmupMillis;
      this.measurements = measurements;
      this.measurementMillis = measurementMillis;
    }

    /**
     * How the JVM runs. What takes nanoseconds waits for the compiler, so that a short warm-up is
     * enough, on a busy machine too. Unless the first operation is what counts, memory is in use
     * already, as it is where a program has run for a while: a page that the system has yet to hand
     * out costs more than what is put on it.
     */
    List<String> flags() {
      return switch (this) {
        case QUICK -> List.of("-Xbatch", "-XX:+AlwaysPreTouch");
        case SLOW -> List.of("-XX:+AlwaysPreTouch");
        case COLD -> List.of();
      };
    }

    /** Tells JMH. */
    ChainedOptionsBuilder applied(ChainedOptionsBuilder options) {
      options.forks(forks).warmupIterations(warmups).measurementIterations(measurements);
      return warmups == 0
          ? options
          : options
              .warmupTime(TimeValue.milliseconds(warmupMillis))
              .measurementTime(TimeValue.milliseconds(measurementMillis));
    }
  }

  private static final String A = "Anchor.lookUpAndCount";

  /** All sections that JMH measures, in the order of a round. */
  static final List<Section> ALL =
      List.of(
          new Section("decisions", 1, List.of(Run.of("Anchor..*", "Decisions..*"))),
          new Section("peers", 1, peers(OpaWasm.policy() != null)),
          new Section(
              "threads",
              1,
              List.of(
                  Run.of(A, "Threads..*"), Run.of(2, "Threads..*"), Run.of(8, "Threads.hot.*"))),
          new Section(
              "identities",
              3,
              List.of(
                  Run.of(A, "Identities.(?!checkWhileIdle).*"),
                  Run.of("Identities.checkWhileIdle").at(Pace.SLOW), // sweeps only now and then
                  Run.of(2, "Identities.check").with("identities=1000000"))),
          new Section("growth", 1, List.of(Run.of(A, "Growth..*"))),
          new Section(
              "loading",
              1,
              List.of(
                  Run.of(A), Run.of("Loading..*").at(Pace.SLOW), Run.of("Cold..*").at(Pace.COLD))),
          new Section("auditing", 1, List.of(Run.of(A), Run.of("Auditing..*").at(Pace.SLOW))));

  /**
   * Returns the peers, and OPA among them where its policy was compiled. Those that judge arguments
   * take microseconds in many classes, and are called long enough to be compiled.
   */
  static List<Run> peers(boolean withOpa) {
    String judges = "Peers..*.threeConditions";
    return List.of(
        Run.of(
            A,
            "Peers.Limits..*",
            "Decisions.(limit|threeConditions|threeConditionsAndLimit)",
            "Regexes..*"),
        (withOpa ? Run.of(judges, "OpaWasm..*") : Run.of(judges)).at(Pace.SLOW));
  }
}
