package dev.mcppolicy.metrics;

import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.SourceStatus.FileStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Micrometer meters of a source of policies: how many were taken and refused, and whether what is
 * in force is what its files hold.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ReloadMetrics implements MeterBinder {

  private final PolicySource source;
  private final Clock clock;

  ReloadMetrics(PolicySource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Returns meters of a source. */
  public static ReloadMetrics of(PolicySource source) {
    return new ReloadMetrics(Objects.requireNonNull(source, "source"), Clock.systemUTC());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "taken", FileStatus::reloads);
    counter(registry, "refused", FileStatus::refusals);
    Gauge.builder("mcp.policy.reload.problems", source, ReloadMetrics::problems)
        .description("Files that hold something else than what is in force")
        .strongReference(true)
        .register(registry);
    Gauge.builder("mcp.policy.reload.looked", this, ReloadMetrics::age)
        .description("How long ago the files were looked at")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private void counter(MeterRegistry registry, String result, ToLongFunction<FileStatus> figure) {
    FunctionCounter.builder("mcp.policy.reloads", source, it -> sum(it, figure))
        .description("Policies that took the place of another, and problems that kept them from it")
        .tag("result", result)
        .register(registry);
  }

  private static double sum(PolicySource source, ToLongFunction<FileStatus> figure) {
    return source.status().files().stream().mapToLong(figure).sum();
  }

  private static double problems(PolicySource source) {
    return source.status().files().stream().filter(file -> file.problem().isPresent()).count();
  }

  private double age() {
    Duration age = Duration.between(source.status().looked(), clock.instant());
    return Math.max(0, age.toMillis()) / 1000.0;
  }
}
