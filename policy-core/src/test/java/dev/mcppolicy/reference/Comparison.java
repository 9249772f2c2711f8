package dev.mcppolicy.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives an engine and the reference through one scenario, side by side. */
final class Comparison {

  private Comparison() {}

  /** The first difference, in words; null when there is none. */
  static @Nullable String difference(Scenario scenario, EngineUnderTest.Loader loader) {
    return difference(scenario, loader, verdict -> {});
  }

  static @Nullable String difference(
      Scenario scenario, EngineUnderTest.Loader loader, Consumer<Verdict> seen) {
    EngineUnderTest engine;
    try {
      engine = loader.load(JsonText.write(scenario.policy()), scenario.start());
    } catch (EngineUnderTest.RefusedException e) {
      return "the policy is refused: " + e.getMessage();
    }
    ReferenceEngine reference = new ReferenceEngine(scenario.policy(), scenario.start());
    List<Integer> allowed = new ArrayList<>();
    for (Step each : scenario.steps()) {
      if (each instanceof Step.Advance advance) {
        engine.advance(advance.time());
        reference.advance(advance.time());
      } else if (each instanceof Step.Settlement settlement) {
        if (allowed.contains(settlement.call())) {
          engine.settle(settlement.call(), settlement.reply());
          reference.settle(settlement.call(), settlement.reply());
        }
      } else if (each instanceof Step.Listing listing) {
        List<String> visible = engine.visible(listing.names());
        List<String> expected = reference.visible(listing.names());
        if (!visible.equals(expected)) {
          return "visible tools: expected " + expected + " but was " + visible;
        }
      } else if (each instanceof Step.Call call) {
        Verdict expected =
            reference.call(
                call.number(),
                call.tool(),
                call.args(),
                call.grant(),
                call.caller(),
                call.server(),
                call.session(),
                call.answer());
        seen.accept(expected);
        EngineUnderTest.Seen explained = call.number() % 2 == 0 ? null : engine.explain(call);
        EngineUnderTest.Seen answer = engine.call(call);
        String difference = difference(expected, answer);
        if (difference != null) {
          return at(call) + difference + ": expected " + expected + " but was " + answer;
        }
        if (explained != null && !agrees(expected, explained)) {
          return at(call) + "explained: expected " + expected + " but was " + explained;
        }
        if (expected.allowed()) {
          allowed.add(call.number());
        }
      }
    }
    return null;
  }

  private static String at(Step.Call call) {
    return "call #" + call.number() + ", ";
  }

  /** Whether an explanation says what was then answered. */
  private static boolean agrees(Verdict expected, EngineUnderTest.Seen explained) {
    if (expected.asked()) {
      return !explained.allowed() && "approval_required".equals(explained.code());
    }
    return difference(expected, explained) == null;
  }

  private static @Nullable String difference(Verdict expected, EngineUnderTest.Seen seen) {
    if (expected.allowed() != seen.allowed()) {
      return "effect";
    }
    if (!Objects.equals(expected.code(), seen.code())) {
      return "code";
    }
    if (!Objects.equals(expected.retryAfter(), seen.retryAfter())) {
      return "retry after";
    }
    if (!Objects.equals(expected.shadow(), seen.shadow())) {
      return "shadow";
    }
    if (expected.asked() != seen.asked()) {
      return "asked";
    }
    if (expected.allowed()) {
      boolean named =
          expected.shadow() == null || expected.shadowRules().containsKey(seen.shadowRule());
      return named ? null : "shadow rule";
    }
    String rule = seen.rule();
    if (rule == null || !expected.rules().containsKey(rule)) {
      return "rule";
    }
    String message = expected.rules().get(rule);
    return message == null || message.equals(seen.message()) ? null : "message";
  }
}
