package dev.mcppolicy.examples;

import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import java.util.Map;

/** How do I see what a policy would deny before it denies anything? */
public final class ShadowFirst {

  private ShadowFirst() {}

  /** Runs the example. */
  public static void main(String[] args) {
    String text = ExamplePolicy.text("shadow-first");
    PolicyEngine engine =
        PolicyEngine.builder(Policy.parse(text))
            .clock(new StillClock())
            .listener(ShadowFirst::tell)
            .build();
    System.out.println("in shadow");
    work(engine);
    // What was found: agents read /data too. It is added, and the policy enforced.
    String mended = text.replace("\"/app\"", "[\"/app\", \"/data\"]");
    engine.replace(Policy.parse(mended.replace("\"shadow\"", "\"enforce\"")));
    System.out.println("enforced");
    work(engine);
  }

  private static void work(PolicyEngine engine) {
    engine.check(ToolCall.of("read_file", Map.of("path", "/app/main.py")));
    engine.check(ToolCall.of("read_file", Map.of("path", "/data/prices.csv")));
    engine.check(ToolCall.of("read_file", Map.of("path", "/home/ada/.ssh/id_ed25519")));
    engine.check(ToolCall.of("drop_table", Map.of("table", "orders")));
  }

  private static void tell(DecisionEvent event) {
    String would = event.shadow().map(code -> ", would be denied: " + code.id()).orElse("");
    String denied = event.code().map(code -> " " + code.id()).orElse("");
    System.out.println("  " + event.tool() + ": " + event.effect() + denied + would);
  }
}
