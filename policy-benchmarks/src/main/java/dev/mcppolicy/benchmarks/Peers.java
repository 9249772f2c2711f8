package dev.mcppolicy.benchmarks;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
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
 * What else could judge the three conditions of {@link Decisions#threeConditions}, and what else
 * could count calls, in the host's process: each in the way that its makers say is the fast one.
 */
public class Peers {

  private Peers() {}

  /** Returns a bucket that always has a token left. */
  static Bucket newBucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(1_000_000_000).refillGreedy(1_000_000_000, Duration.ofSeconds(1)))
        .withNanosecondPrecision()
        .build();
  }

  /** Returns a limiter that always has a permit left. */
  static RateLimiter newLimiter(String name) {
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(1_000_000_000)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  /**
   * Returns a cache in which a limiter is kept as long as it can deny anything. One with a size
   * would be faster, and refill the budget of whoever it drops.
   */
  static <K, V> Cache<K, V> idleOnesGo() {
    return Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(1)).build();
  }

  /** Libraries that limit rates. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class Limits {

    private record Key(String grant, String tool) {}

    private final Bucket bucket = newBucket();
    private final RateLimiter limiter = newLimiter("one");
    private final Cache<Key, Bucket> buckets = idleOnesGo();
    private final Cache<Key, Bucket> someBuckets =
        Caffeine.newBuilder().maximumSize(10_000).build();
    private final Cache<Key, RateLimiter> limiters = idleOnesGo();
    private String grant = Cases.GRANT;
    private String tool = Cases.TOOL;

    /** Bucket4j, one bucket. */
    @Benchmark
    public boolean bucket4j() {
      return Cases.yes(bucket.tryConsume(1));
    }

    /** Bucket4j, the bucket of a grant and tool, in a cache that drops idle ones. */
    @Benchmark
    public boolean bucket4jKeyed() {
      return Cases.yes(buckets.get(new Key(grant, tool), key -> newBucket()).tryConsume(1));
    }

    /** The same in a cache that drops what there is no room for, used up or not. */
    @Benchmark
    public boolean bucket4jKeyedBySize() {
      return Cases.yes(someBuckets.get(new Key(grant, tool), key -> newBucket()).tryConsume(1));
    }

    /** Resilience4j, one limiter. */
    @Benchmark
    public boolean resilience4j() {
      return Cases.yes(limiter.acquirePermission());
    }

    /** Resilience4j, the limiter of a grant and tool, in a cache. */
    @Benchmark
    public boolean resilience4jKeyed() {
      return Cases.yes(
          limiters.get(new Key(grant, tool), key -> newLimiter(key.tool())).acquirePermission());
    }
  }

  /** Common Expression Language. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class CelJava {

    private CelRuntime.Program program;
    private final Map<String, Object> arguments =
        Map.of(
            "amount", 500L, "currency", "eur", "path", "/app/src/main/java/dev/example/Main.java");

    /** Compiles the expression. */
    @Setup
    public void compile() throws Exception {
      Cel cel =
          CelFactory.plannerCelBuilder()
              .addVar("amount", SimpleType.INT)
              .addVar("currency", SimpleType.STRING)
              .addVar("path", SimpleType.STRING)
              .setResultType(SimpleType.BOOL)
              .build();
      program =
          cel.createProgram(
              cel.compile(
                      "amount <= 500 && currency in ['eur', 'usd', 'gbp']"
                          + " && path.startsWith('/app/src/')")
                  .getAst());
      if (Boolean.TRUE.equals(
          program.eval(Map.of("amount", 501L, "currency", "eur", "path", "/app/src/x")))) {
        throw new IllegalStateException("CEL lets through what it should refuse");
      }
    }

    /** Judges the three conditions. */
    @Benchmark
    public boolean threeConditions() throws Exception {
      return Cases.yes(Boolean.TRUE.equals(program.eval(arguments)));
    }
  }

  /** Cedar, through its bindings for Java, with the policies cached on the native side. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class CedarJava {

    private final AuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities entities = new Entities();
    private final EntityUID grant = EntityUID.parse("Grant::\"alice-laptop\"").orElseThrow();
    private final EntityUID tool = EntityUID.parse("Action::\"create_charge\"").orElseThrow();
    private final EntityUID server = EntityUID.parse("Server::\"payments\"").orElseThrow();
    private PolicySet policies;

    /** Parses the policy, and has it kept on the native side. */
    @Setup
    public void parse() throws Exception {
      policies =
          PolicySet.parsePolicies(
              "permit(principal, action == Action::\"create_charge\", resource) when {"
                  + " context.amount <= 500 && [\"eur\", \"usd\", \"gbp\"].contains(context.currency)"
                  + " && context.path like \"/app/src/*\" };");
      policies.cache();
      if (isAllowed(501)) {
        throw new IllegalStateException("Cedar lets through what it should refuse");
      }
    }

    private boolean isAllowed(long amount) throws Exception {
      Context context =
          new Context(
              Map.of(
                  "amount",
                  new PrimLong(amount),
                  "currency",
                  new PrimString("eur"),
                  "path",
                  new PrimString("/app/src/main/java/dev/example/Main.java")));
      return engine
          .isAuthorized(new AuthorizationRequest(grant, tool, server, context), policies, entities)
          .success
          .orElseThrow()
          .isAllowed();
    }

    /** Judges the three conditions. */
    @Benchmark
    public boolean threeConditions() throws Exception {
      return Cases.yes(isAllowed(500));
    }
  }

  /** Casbin, with the conditions in the matcher. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class JCasbin {

    private final Enforcer enforcer;
    private final Map<String, Object> arguments = Cases.arguments();

    /** Loads the model and one rule. */
    public JCasbin() {
      Model model = new Model();
      model.loadModelFromText(
          """
          [request_definition]
          r = sub, act, args
          [policy_definition]
          p = sub, act
          [policy_effect]
          e = some(where (p.eft == allow))
          [matchers]
          m = r.sub == p.sub && r.act == p.act && r.args.amount <= 500 \
          && (r.args.currency == 'eur' || r.args.currency == 'usd' || r.args.currency == 'gbp') \
          && string.startsWith(r.args.path, '/app/src/')
          """);
      enforcer = new Enforcer(model);
      enforcer.enableLog(false);
      enforcer.addPolicy(Cases.GRANT, Cases.TOOL);
      Map<String, Object> wrong = Cases.arguments();
      wrong.put("amount", 501);
      if (enforcer.enforce(Cases.GRANT, Cases.TOOL, wrong)) {
        throw new IllegalStateException("Casbin lets through what it should refuse");
      }
    }

    /** Judges the three conditions. */
    @Benchmark
    public boolean threeConditions() {
      return Cases.yes(enforcer.enforce(Cases.GRANT, Cases.TOOL, arguments));
    }
  }

  /** JSON Schema, by networknt's validator, on arguments that are Jackson's tree already. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  @Fork(2)
  public static class JsonSchema {

    private final Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                "{\"type\":\"object\",\"required\":[\"amount\",\"currency\",\"path\"],"
                    + "\"properties\":{\"amount\":{\"type\":\"number\",\"maximum\":500},"
                    + "\"currency\":{\"enum\":[\"eur\",\"usd\",\"gbp\"]},"
                    + "\"path\":{\"type\":\"string\",\"pattern\":\"^/app/src/\"}}}");
    private final JsonNode arguments = new ObjectMapper().valueToTree(Cases.arguments());

    /** Makes sure that the schema refuses something. */
    @Setup
    public void tryIt() {
      Map<String, Object> wrong = Cases.arguments();
      wrong.put("amount", 501);
      JsonNode tree = new ObjectMapper().valueToTree(wrong);
      if (schema.validate(tree).isEmpty()) {
        throw new IllegalStateException("the schema lets through what it should refuse");
      }
    }

    /** Judges the three conditions. */
    @Benchmark
    public boolean threeConditions() {
      return Cases.yes(schema.validate(arguments).isEmpty());
    }
  }
}
