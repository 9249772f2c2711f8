package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.approvals.ConsoleApprover;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How does somebody on the terminal approve calls? By {@code y 1}, or {@code n 1}. */
public final class ConsoleApprovals {

  private ConsoleApprovals() {}

  /** Runs the example. */
  public static void main(String[] args) {
    run(
        new InputStreamReader(System.in, StandardCharsets.UTF_8),
        new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
  }

  static void run(Reader in, Writer out) {
    PolicyEngine engine =
        PolicyEngine.builder(ExamplePolicy.named("console-approvals"))
            .approver(ConsoleApprover.of(in, out))
            .build();
    PrintWriter printed = new PrintWriter(out, true);
    for (int amount : new int[] {50, 500, 5000}) {
      Decision decision = engine.check(ToolCall.of("pay", Map.of("amount", amount)));
      if (decision.isAllowed()) {
        printed.println("sent: " + amount);
        decision.reservation().settle(Outcome.OK);
      } else {
        printed.println(decision.textForAgent());
      }
    }
  }
}
