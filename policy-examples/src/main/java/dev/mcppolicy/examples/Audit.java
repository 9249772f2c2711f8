package dev.mcppolicy.examples;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditKeys;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;

/** Writes a signed audit log, verifies it, changes one record, and verifies it again. */
public final class Audit {

  private Audit() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    Path file = Files.createTempDirectory("audit").resolve("audit.jsonl");
    KeyPair keys = AuditKeys.generate();
    Policy policy =
        Policy.denyByDefault()
            .tool("refund", tool -> tool.limit(Limit.of(100, "day").amountFrom("args.amount")))
            .build();
    try (AuditLog log = AuditLog.jsonLines(file).signWith(keys).open()) {
      PolicyEngine engine = PolicyEngine.builder(policy).recorder(log).build();
      call(engine, 60);
      call(engine, 60);
      call(engine, 40);
    }
    AuditVerifier verifier = AuditVerifier.create().withKey(keys.getPublic());
    tell(verifier.verify(List.of(file)));

    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"effect\":\"deny\"", "\"effect\":\"allow\""));
    tell(verifier.verify(List.of(file)));
  }

  private static void call(PolicyEngine engine, int amount) {
    Decision decision =
        engine.check(
            ToolCall.of("refund", Map.of("amount", amount)).withCaller(Caller.of("support-bot")));
    System.out.println("refund " + amount + ": " + decision.effect());
    decision.reservation().settle(Outcome.OK);
  }

  private static void tell(Verification verification) {
    if (verification.isGood()) {
      System.out.println(
          "records 1 to " + verification.last() + " are good, signed to " + verification.signed());
    }
    verification
        .findings()
        .forEach(
            finding -> System.out.println("line " + finding.line() + ": " + finding.message()));
  }
}
