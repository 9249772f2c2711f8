package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import java.util.Map;

/** How do I ask whether a call may go out, without any MCP library? */
public final class Hello {

  private Hello() {}

  /** Runs the example. */
  public static void main(String[] args) {
    Policy policy = ExamplePolicy.named("hello");
    PolicyEngine engine = PolicyEngine.builder(policy).clock(new StillClock()).build();
    call(engine, "read_file", Map.of("path", "/app/notes.txt"));
    call(engine, "read_file", Map.of("path", "/app/../etc/passwd"));
    call(engine, "read_file", Map.of("path", "/app/todo.txt"));
    call(engine, "read_file", Map.of("path", "/app/more.txt"));
    call(engine, "delete_file", Map.of("path", "/app/notes.txt"));
  }

  private static void call(PolicyEngine engine, String tool, Map<String, ?> arguments) {
    ToolCall call = ToolCall.of(tool, arguments);
    Decision decision = engine.check(call);
    System.out.println(tool + " " + arguments.get("path"));
    if (!decision.isAllowed()) {
      System.out.println("  " + decision.textForAgent());
      return;
    }
    Outcome outcome = Outcome.LOST;
    try {
      System.out.println("  sent: " + call.arguments().asMap());
      outcome = Outcome.OK;
    } finally {
      decision.reservation().settle(outcome);
    }
  }
}
