package dev.mcppolicy.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.styra.opa.wasm.OpaPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Open Policy Agent in the host's process: the three conditions of {@link
 * Decisions#threeConditions}, which {@code src/main/opa/charge.rego} says in OPA's language,
 * compiled to WebAssembly, and from that to the JVM's bytecode. It is handed the arguments as text,
 * which costs it the least.
 *
 * <p>Only the {@code opa} command compiles its language. So an environment variable names what it
 * compiled, and where there is none this isn't measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class OpaWasm {

  private static final String VARIABLE = "OPA_POLICY";
  private static final String YES = "[{\"result\":true}]";
  private static final String NO = "[{\"result\":false}]";

  private OpaPolicy policy;
  private String arguments;

  /** Returns the compiled policy, or null if none is named. */
  public static @Nullable Path policy() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank() ? null : Path.of(named);
  }

  /** Loads the policy, and makes sure that it is the one that is to be measured. */
  @Setup
  public void load() throws JsonProcessingException {
    Path compiled = policy();
    if (compiled == null) {
      throw new IllegalStateException(
          VARIABLE + " names no policy: compile src/main/opa/charge.rego by `opa build`");
    }
    policy = OpaPolicy.builder().withPolicy(compiled).build();
    for (Map.Entry<String, Object> wrong :
        List.<Map.Entry<String, Object>>of(
            Map.entry("amount", 501),
            Map.entry("currency", "chf"),
            Map.entry("path", "/app/srcs/Main.java"))) {
      Map<String, Object> refused = Cases.arguments();
      refused.put(wrong.getKey(), wrong.getValue());
      if (!policy.evaluate(text(refused)).equals(NO)) {
        throw new IllegalStateException("OPA lets through what it should refuse: " + refused);
      }
    }
    arguments = text(Cases.arguments());
  }

  private static String text(Map<String, Object> arguments) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(arguments);
  }

  /** Judges the three conditions. */
  @Benchmark
  public boolean threeConditions() {
    return Cases.yes(policy.evaluate(arguments).equals(YES));
  }
}
