package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** How do I cap what an agent spends on each customer, and on all of them together? */
public final class SpendPerCustomer {

  private final StillClock clock = new StillClock();
  private final PolicyEngine engine =
      PolicyEngine.builder(ExamplePolicy.named("spend-per-customer")).clock(clock).build();

  private SpendPerCustomer() {}

  /** Runs the example. */
  public static void main(String[] args) {
    SpendPerCustomer support = new SpendPerCustomer();
    support.refund("ada", "60.00");
    support.refund("ada", "39.99");
    support.refund("ada", "0.02");
    support.refund("ada", "0.01");
    support.refund("bob", "100");
    support.refund("cyd", "60");
    support.refund("cyd", "-500");
    support.clock.advance(Duration.ofDays(1));
    System.out.println("a day later");
    support.refund("ada", "100");
  }

  private void refund(String customer, String amount) {
    Map<String, Object> arguments =
        Map.of("customer_id", customer, "amount", new BigDecimal(amount));
    Decision decision = engine.check(ToolCall.of("refund", arguments));
    System.out.println(
        customer + " " + amount + ": " + (decision.isAllowed() ? "sent" : decision.textForAgent()));
    decision.reservation().settle(Outcome.OK);
  }
}
