package dev.mcppolicy.examples;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Calls that are allowed, limited, approved and denied: what the agent reads, and why. */
public final class Hello {

  private final PolicyEngine engine;

  private Hello(Policy policy) {
    engine =
        PolicyEngine.builder(policy)
            .approver(Approver.blocking(Hello::ask))
            .clock(new StillClock())
            .build();
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    try (InputStream file = Hello.class.getResourceAsStream("/hello.policy.json")) {
      String json = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      Hello hello = new Hello(Policy.parse(json));
      hello.call("list_charges", Map.of());
      hello.call("list_charges", Map.of());
      hello.call("list_charges", Map.of());
      hello.call("create_charge", Map.of("amount", 4200, "currency", "usd"));
      hello.call("create_charge", Map.of("amount", 4200, "currency", "gbp"));
      hello.call("create_charge", Map.of("amount", 20000, "currency", "eur"));
      hello.call("create_charge", Map.of("amount", 30000, "currency", "eur"));
      hello.call("delete_customer", Map.of("id", "c1"));
    }
  }

  private void call(String tool, Map<String, ?> arguments) {
    ToolCall call = ToolCall.of(tool, arguments);
    System.out.println(tool + " " + new TreeMap<>(call.arguments().asMap()));
    Decision decision = engine.check(call);
    if (decision.isAllowed()) {
      System.out.println("  sent"); // here a host calls the tool, with call.arguments().asMap()
      decision.reservation().settle(Outcome.OK);
    } else {
      System.out.println("  " + decision.textForAgent());
      System.out.println("  " + decision.code().map(Code::id).orElse("") + " " + decision.rule());
    }
  }

  /** Asks a person, who says yes to everything. */
  private static Approver.Answer ask(ApprovalRequest request) {
    System.out.println("  asked: " + request.reason() + " -> yes");
    return Approver.Answer.APPROVE;
  }

  /** A clock that stands still, so that each run prints the same. */
  private static final class StillClock implements PolicyClock {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH;
    }
  }
}
