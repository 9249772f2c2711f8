package dev.mcppolicy.schema;

import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh engine of one policy, and what can be seen of it, in short words. */
final class Bench {

  private final VirtualClock clock;
  private final PolicyEngine engine;
  private Duration approvalTakes = Duration.ZERO;
  private String asked = "";

  Bench(Policy policy, Instant start) {
    clock = new VirtualClock(start);
    engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .approver(
                request -> {
                  asked = request.reason();
                  clock.advance(approvalTakes);
                  return CompletableFuture.completedFuture(Answer.APPROVE);
                })
            .build();
  }

  /** Calls {@code t} with {@code v}; says the code of the denial, or {@code allow}. */
  String call(Object v) {
    return call("t", Map.of("v", v));
  }

  String call(String tool, Map<String, ?> args) {
    return code(ToolCall.of(tool, args));
  }

  /** Calls, and settles what was allowed as {@code OK}. */
  String code(ToolCall call) {
    return code(call, Outcome.OK);
  }

  String code(ToolCall call, Outcome outcome) {
    Decision decision = engine.check(call);
    decision.reservation().settle(outcome);
    return decision.code().map(Code::id).orElse("allow");
  }

  /** Calls {@code t} and leaves it in flight. */
  String open() {
    return engine.check(ToolCall.of("t")).code().map(Code::id).orElse("allow");
  }

  Decision decision(String tool, Map<String, ?> args) {
    return engine.check(ToolCall.of(tool, args));
  }

  String message(Object v) {
    return decision("t", Map.of("v", v)).message();
  }

  /** Calls until a call is denied, and says how long to wait. */
  String wait(String tool) {
    for (int i = 0; i < 100; i++) {
      Decision decision = engine.check(ToolCall.of(tool));
      if (!decision.isAllowed()) {
        return decision.retryAfter().map(Duration::toString).orElse("for ever");
      }
    }
    return "never denied";
  }

  /** Calls {@code t} once, and says why it would have been denied. */
  String shadow() {
    return decision("t", Map.of())
        .shadow()
        .flatMap(Decision::code)
        .map(Code::id)
        .orElse("no shadow");
  }

  /** Calls {@code t} with {@code v} and says the reason that the approver heard. */
  String asked(Object v) {
    call(v);
    return asked;
  }

  /** Calls {@code t}, of which something is known. */
  String reviewed(ToolReview review) {
    return code(ToolCall.of("t").withReview(review));
  }

  String visible(String... tools) {
    return Stream.of(tools)
        .filter(tool -> engine.isVisible(tool, Caller.byDefault()))
        .collect(Collectors.joining(" "));
  }

  Bench advance(String duration) {
    clock.advance(Duration.parse(duration));
    return this;
  }

  Bench approvingAfter(String duration) {
    approvalTakes = Duration.parse(duration);
    return this;
  }
}
