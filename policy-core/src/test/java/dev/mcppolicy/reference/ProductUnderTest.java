package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The product's engine, by its public API. */
final class ProductUnderTest implements EngineUnderTest {

  /** A clock that stands until it is moved. */
  private static final class VirtualClock implements PolicyClock {
    private final Instant start;
    private final boolean wallJumps;
    private Duration elapsed = Duration.ZERO;

    VirtualClock(Instant start, boolean wallJumps) {
      this.start = start;
      this.wallJumps = wallJumps;
    }

    @Override
    public long nanos() {
      return elapsed.toNanos();
    }

    @Override
    public Instant wall() {
      return wallJumps
          ? start.plusSeconds(new Random(elapsed.hashCode()).nextInt(1_000_000) - 500_000L)
          : start.plus(elapsed);
    }
  }

  private final VirtualClock clock;
  private final PolicyEngine engine;
  private final String digest;
  private final Map<Integer, Reservation> reservations = new HashMap<>();
  private Answer answer = Answer.NO_APPROVER;
  private boolean asked;

  private ProductUnderTest(Policy policy, VirtualClock clock) {
    this.clock = clock;
    this.digest = policy.digest();
    this.engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .approver(
                request -> {
                  asked = true;
                  return CompletableFuture.completedFuture(
                      Approver.Answer.Plain.valueOf(answer.name()));
                })
            .build();
  }

  static EngineUnderTest load(String policy, Instant start) {
    return load(policy, new VirtualClock(start, false));
  }

  /** Loads a policy for a host whose time of day jumps to and fro, while its clock runs evenly. */
  static EngineUnderTest loadWithJumpingWall(String policy, Instant start) {
    return load(policy, new VirtualClock(start, true));
  }

  private static EngineUnderTest load(String policy, VirtualClock clock) {
    try {
      return new ProductUnderTest(Policy.parse(policy), clock);
    } catch (InvalidPolicyException e) {
      throw new RefusedException(Objects.requireNonNull(e.getMessage()));
    }
  }

  @Override
  public Seen call(Step.Call call) {
    answer = call.answer();
    asked = false;
    ToolCall toolCall = toolCall(call);
    boolean waits = call.number() % 3 != 0;
    Decision decision = waits ? engine.check(toolCall) : engine.checkAsync(toolCall).join();
    reservations.put(call.number(), decision.reservation());
    return seen(decision);
  }

  @Override
  public Seen explain(Step.Call call) {
    asked = false;
    return seen(engine.explain(toolCall(call)).decision());
  }

  private Seen seen(Decision decision) {
    assertThat(decision.policy()).as(decision.toString()).contains(digest);
    return new Seen(
        decision.isAllowed(),
        decision.code().map(Code::id).orElse(null),
        decision.rule(),
        decision.message(),
        decision.retryAfter().orElse(null),
        decision.shadow().flatMap(Decision::code).map(Code::id).orElse(null),
        decision.shadow().map(Decision::rule).orElse(null),
        asked);
  }

  private static ToolCall toolCall(Step.Call call) {
    Caller caller = call.grant() == null ? Caller.byDefault() : Caller.of(call.grant());
    return ToolCall.of(call.tool(), asJava(call.args(), call.number()))
        .withCaller(caller.withAttributes(asJava(call.caller(), call.number())))
        .withServer(call.server())
        .withSession(call.session());
  }

  @Override
  public void settle(int call, Reply reply) {
    Objects.requireNonNull(reservations.get(call)).settle(Outcome.valueOf(reply.name()));
  }

  @Override
  public void advance(Duration time) {
    clock.elapsed = clock.elapsed.plus(time);
  }

  @Override
  public List<String> visible(List<String> names) {
    List<String> visible = new ArrayList<>();
    for (String name : names) {
      if (engine.isVisible(name, Caller.byDefault())) {
        visible.add(name);
      }
    }
    return visible;
  }

  // ---------------------------------------------------------------- values

  private static Map<String, @Nullable Object> asJava(Map<String, ?> object, int kind) {
    Map<String, @Nullable Object> java = new LinkedHashMap<>();
    object.forEach((key, value) -> java.put(key, asJava(value, kind)));
    return java;
  }

  /** Numbers in one of the classes that parsers and hosts use, all of the same value. */
  private static @Nullable Object asJava(@Nullable Object value, int kind) {
    if (value instanceof Map<?, ?> object) {
      Map<String, @Nullable Object> java = new LinkedHashMap<>();
      object.forEach((key, each) -> java.put((String) key, asJava(each, kind)));
      return java;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> java = new ArrayList<>();
      list.forEach(each -> java.add(asJava(each, kind)));
      return java;
    }
    if (value instanceof Unjudgeable huge) {
      return new BigDecimal(huge.text());
    }
    if (value instanceof BigDecimal number) {
      return asJava(number, kind);
    }
    return value;
  }

  private static Number asJava(BigDecimal number, int kind) {
    if (kind % 2 == 0 || Math.abs(number.scale()) > 100) {
      return number;
    }
    if (number.scale() > 0) {
      double nearest = number.doubleValue();
      // Whether a double stands for its binary value or for its print is not ours to ask.
      boolean exact = new BigDecimal(nearest).compareTo(number) == 0;
      boolean printed = BigDecimal.valueOf(nearest).compareTo(number) == 0;
      return exact && printed ? nearest : number;
    }
    BigInteger integer = number.toBigIntegerExact();
    if (integer.bitLength() < 32 && kind % 3 == 0) {
      return integer.intValueExact();
    }
    return integer.bitLength() < 64 && kind % 3 == 1 ? integer.longValueExact() : integer;
  }
}
