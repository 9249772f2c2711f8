package dev.mcppolicy.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the first decision of a JVM costs, from the text of a policy on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(3)
public class Cold {

  private final String document = Loading.document(100, 0);

  /** Loads a policy of a hundred tools, and judges a call by it. */
  @Benchmark
  public Decision firstDecision() {
    return Cases.allowed(
        PolicyEngine.of(Policy.parse(document)).check(ToolCall.of("tool_7", Cases.arguments())));
  }

  /** Reads the same text with Jackson, and looks something up with Caffeine. */
  @Benchmark
  public Object jacksonAndCaffeine() throws JsonProcessingException {
    JsonNode read = new ObjectMapper().readTree(document);
    Cache<String, JsonNode> cache = Caffeine.newBuilder().maximumSize(1_000).build();
    cache.put("tool_7", read.path("tools").path("tool_7"));
    return Objects.requireNonNull(cache.getIfPresent("tool_7"));
  }
}
