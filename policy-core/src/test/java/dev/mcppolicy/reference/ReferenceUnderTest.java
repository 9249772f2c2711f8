package dev.mcppolicy.reference;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The reference in an engine's place, with the policy or its answers broken on purpose. */
final class ReferenceUnderTest implements EngineUnderTest {

  private final ReferenceEngine engine;

  private ReferenceUnderTest(ReferenceEngine engine) {
    this.engine = engine;
  }

  /** A loader that reads another policy than the one it is given. */
  @SuppressWarnings("unchecked")
  static Loader reading(UnaryOperator<String> policy) {
    return (text, start) -> {
      Object read = Objects.requireNonNull(JsonText.parse(policy.apply(text)));
      return new ReferenceUnderTest(
          new ReferenceEngine((Map<String, @Nullable Object>) read, start));
    };
  }

  /** A loader whose clock starts elsewhere. */
  @SuppressWarnings("unchecked")
  static Loader startingLater(Duration by) {
    return (text, start) -> {
      Object read = Objects.requireNonNull(JsonText.parse(text));
      Instant later = start.plus(by);
      return new ReferenceUnderTest(
          new ReferenceEngine((Map<String, @Nullable Object>) read, later));
    };
  }

  @Override
  public Seen call(Step.Call call) {
    Verdict verdict =
        engine.call(
            call.number(),
            call.tool(),
            call.args(),
            call.grant(),
            call.caller(),
            call.server(),
            call.session(),
            call.answer());
    String rule = verdict.rules().isEmpty() ? null : verdict.rules().keySet().iterator().next();
    return new Seen(
        verdict.allowed(),
        verdict.code(),
        rule,
        rule == null ? null : verdict.rules().get(rule),
        verdict.retryAfter(),
        verdict.shadow(),
        verdict.shadow() == null ? null : verdict.shadowRules().keySet().iterator().next(),
        verdict.asked());
  }

  @Override
  public void settle(int call, Reply reply) {
    engine.settle(call, reply);
  }

  @Override
  public void advance(Duration time) {
    engine.advance(time);
  }

  @Override
  public List<String> visible(List<String> names) {
    return engine.visible(names);
  }
}
