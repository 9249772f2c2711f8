package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scenarios of one tool and its limits that are called so often that whoever cuts corners with many
 * entries, or with many keys, has to. No window holds more than the 256 spends up to which the
 * product promises to be exact; what it promises beyond is a matter of the store's own tests.
 */
final class Crowds {

  private final Draw draw;
  private final List<Step> steps = new ArrayList<>();
  private final List<Duration> times = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;

  Crowds(Draw draw) {
    this.draw = draw;
  }

  Scenario scenario(int calls) {
    boolean manyKeys = draw.percent(30);
    Duration window = draw.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));
    List<Object> limits = new ArrayList<>();
    limits.add(limit(window, manyKeys));
    if (draw.percent(30)) {
      limits.add(limit(window.multipliedBy(3), manyKeys));
    }
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    policy.put("version", "1");
    policy.put("default", "deny");
    policy.put("tools", Map.of("get", Map.of("limits", limits)));
    while (times.size() < calls) {
      if (manyKeys) {
        run(1 + draw.upTo(40), draw.of(Duration.ZERO, window.dividedBy(1_000)));
      } else {
        // As many different moments as fit, and all that there is room for at one of them later.
        Duration gap = draw.of(Duration.ofNanos(1), window.dividedBy(1_000), window.dividedBy(500));
        run(450, gap);
        advance(jump(window));
        run(draw.of(5, 300, 300), Duration.ZERO);
      }
      advance(jump(window));
    }
    return new Scenario(policy, Instant.EPOCH, steps);
  }

  private Map<String, @Nullable Object> limit(Duration window, boolean manyKeys) {
    Map<String, @Nullable Object> limit = new LinkedHashMap<>();
    limit.put("counter", "c");
    limit.put("window", window.toString());
    limit.put(
        "max", new BigDecimal(manyKeys ? draw.of("1", "2") : draw.of("200", "255", "256", "256")));
    limit.put("refund", draw.of("error", "failure"));
    if (manyKeys) {
      limit.put("per", "args.k");
    }
    if (draw.percent(30)) {
      limit.put("amount_from", "args.n");
    }
    return limit;
  }

  /** Calls in a row, evenly spaced. */
  private void run(int length, Duration gap) {
    String amount = draw.of("1", "1", "1", "1", "1.5", "0");
    for (int i = 0; i < length; i++) {
      Map<String, @Nullable Object> args = new LinkedHashMap<>();
      args.put("n", new BigDecimal(amount));
      args.put("k", new BigDecimal(draw.upTo(60)));
      int number = times.size();
      steps.add(new Step.Call(number, "get", args, null, Map.of(), null, null, Answer.NO_APPROVER));
      times.add(elapsed);
      if (draw.percent(10)) {
        Reply reply = draw.of(Reply.OK, Reply.ERROR, Reply.FAILURE, Reply.NOT_SENT);
        steps.add(new Step.Settlement(draw.upTo(number), reply));
      }
      advance(gap);
    }
  }

  /** To the moment at which some call leaves its window, or nearly. */
  private Duration jump(Duration window) {
    if (times.isEmpty() || draw.percent(15)) {
      return draw.of(window, window.dividedBy(2), window.multipliedBy(4));
    }
    // Among the next to leave: a jump to just any would empty the window.
    List<Duration> leaving = new ArrayList<>();
    for (Duration time : times) {
      if (time.plus(window).compareTo(elapsed) >= 0 && leaving.size() < 450) {
        leaving.add(time);
      }
    }
    Duration edge = leaving.isEmpty() ? window : draw.from(leaving).plus(window).minus(elapsed);
    return edge.plusNanos(draw.upTo(2) - 1);
  }

  private void advance(Duration time) {
    if (time.isZero() || time.isNegative()) {
      return;
    }
    elapsed = elapsed.plus(time);
    steps.add(new Step.Advance(time));
  }
}
