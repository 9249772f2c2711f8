package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not depend on a call is put together once; the wait is said anew each time. */
class LimitTextTest {

  private static PolicyEngine engine(String rules, VirtualClock clock) {
    String document = "{'version':'1','default':'deny','tools':{'run':{" + rules + "}}}";
    return PolicyEngine.builder(Policy.parse(document.replace('\'', '"'))).clock(clock).build();
  }

  @Test
  void theMessageOfAConditionIsPutTogetherOnce() {
    PolicyEngine engine =
        engine(
            "'deny_if':[{'conditions':[{'path':'args.n','op':'gt','value':1}]}]",
            new VirtualClock());

    String first = engine.check(ToolCall.of("run", Map.of("n", 2))).message();

    assertThat(first).isEqualTo("The policy forbids such a value of args.n.");
    assertThat(engine.check(ToolCall.of("run", Map.of("n", 3))).message()).isSameAs(first);
  }

  @Test
  void aWaitIsThatOfItsOwnCall() {
    VirtualClock clock = new VirtualClock();
    PolicyEngine engine = engine("'limits':[{'window':'minute','max':1,'scope':'global'}]", clock);
    ToolCall call = ToolCall.of("run", Map.of());
    assertThat(engine.check(call).isAllowed()).isTrue();

    Decision first = engine.check(call);
    clock.advance(Duration.ofMillis(58_999));
    Decision second = engine.check(call);
    clock.advance(Duration.ofMillis(1));
    Decision third = engine.check(call);
    clock.advance(Duration.ofMillis(1));
    Decision fourth = engine.check(call);

    String head = "Limit reached: at most 1 in a minute. Try again in ";
    assertThat(fourth.message()).isEqualTo(head + "999 ms.");
    assertThat(third.message()).isEqualTo(head + "1 second.");
    assertThat(second.message()).isEqualTo(head + "2 seconds.");
    assertThat(second.retryAfter()).hasValue(Duration.ofMillis(1001));
    assertThat(first.message()).isEqualTo(head + "60 seconds.");
    assertThat(first.message()).isEqualTo(first.message());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        30L * 24 * 60 * 60 * 1000,
        (1L << 32) - 2,
        (1L << 32) - 1,
        1L << 32,
        60L * 24 * 60 * 60 * 1000
      })
  void aWaitIsExactHoweverManyBitsItTakes(long millis) {
    VirtualClock clock = new VirtualClock();
    PolicyEngine engine = engine("'limits':[{'window':'P60D','max':1,'scope':'global'}]", clock);
    ToolCall call = ToolCall.of("run", Map.of());
    assertThat(engine.check(call).isAllowed()).isTrue();
    clock.advance(Duration.ofDays(60).minusMillis(millis));

    Decision denied = engine.check(call);

    assertThat(denied.retryAfter()).hasValue(Duration.ofMillis(millis));
    assertThat(denied.message())
        .isEqualTo(
            "Limit reached: at most 1 in P60D. Try again in "
                + (millis + 999) / 1000
                + " seconds.");
  }
}
