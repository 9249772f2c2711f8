package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditLogBuilder;
import dev.mcppolicy.audit.Flush;
import dev.mcppolicy.audit.WhenUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call and its outcome cost the calling thread, with and without somebody who is told. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Auditing {

  /** Who is told. */
  public enum Told {
    /** Nobody. */
    NOBODY,
    /** A listener that does nothing: what the events cost. */
    LISTENER,
    /** A log that drops what its writer can't keep up with: what the calling thread does for it. */
    DROPPING_LOG,
    /** A log that makes calls wait for its writer: what one writer can keep up with. */
    BLOCKING_LOG,
    /** A log that makes each call wait until its record is on the disk. */
    DURABLE_LOG
  }

  /** Who is told. */
  @Param public Told told = Told.NOBODY;

  private PolicyEngine engine;
  private @Nullable AuditLog log;
  private @Nullable Path folder;
  private final ToolCall call =
      ToolCall.of("create_charge", Map.of("amount", 500, "currency", "eur", "customer", "c-17"));

  /** Builds the engine. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Policy policy =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"create_charge\":{"
                + "\"limits\":[{\"window\":\"day\",\"max\":1e15,\"amount_from\":\"args.amount\"}]}}}");
    PolicyEngine.Builder builder = PolicyEngine.builder(policy);
    switch (told) {
      case NOBODY -> {}
      case LISTENER ->
          builder.listener(
              new DecisionListener() {
                @Override
                public void decided(DecisionEvent event) {}

                @Override
                public void settled(SettlementEvent event) {}
              });
      default -> {
        folder = Files.createTempDirectory("mcp-policy-benchmark");
        AuditLog opened = configured(AuditLog.jsonLines(folder.resolve("audit.jsonl"))).open();
        builder.recorder(opened);
        log = opened;
      }
    }
    engine = builder.build();
  }

  private AuditLogBuilder configured(AuditLogBuilder builder) {
    return switch (told) {
      case DROPPING_LOG ->
          builder.whenUnavailable(WhenUnavailable.DROP).flush(Flush.every(Duration.ofSeconds(1)));
      case BLOCKING_LOG ->
          builder.whenUnavailable(WhenUnavailable.BLOCK).flush(Flush.every(Duration.ofSeconds(1)));
      default -> builder;
    };
  }

  /** Lets go of the log and removes it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (log != null && folder != null) {
      log.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Judges a call and settles it. */
  @Benchmark
  public Decision checkAndSettle() {
    Decision decision = Cases.allowed(engine.check(call));
    decision.reservation().settle(Outcome.OK);
    return decision;
  }
}
