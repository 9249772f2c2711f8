package dev.mcppolicy.examples;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditKeys;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.audit.Tally;
import dev.mcppolicy.audit.Verification;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.examples.stage.StillClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;

/** How do I prove afterwards what was called and denied, and see when a record was changed? */
public final class Audit {

  private Audit() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    Path file = Files.createTempDirectory("audit").resolve("audit.jsonl");
    KeyPair keys = AuditKeys.generate();
    try (AuditLog log = AuditLog.jsonLines(file).signWith(keys).open()) {
      PolicyEngine engine =
          PolicyEngine.builder(ExamplePolicy.named("audit"))
              .clock(new StillClock())
              .recorder(log)
              .build();
      for (int amount : List.of(60, 60, 40)) {
        ToolCall call = ToolCall.of("refund", Map.of("amount", amount));
        engine.check(call.withCaller(Caller.of("bot"))).reservation().settle(Outcome.OK);
      }
    }
    AuditReport report = AuditReport.read(List.of(file));
    Tally refunds = report.tools().rows().get(0).calls();
    System.out.println(refunds.allowed() + " allowed, " + refunds.denied() + " denied");
    report.reasons().forEach(reason -> System.out.println("denied: " + reason.message()));
    AuditVerifier verifier = AuditVerifier.create().withKey(keys.getPublic());
    tell(verifier.verify(List.of(file)));

    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"effect\":\"deny\"", "\"effect\":\"allow\""));
    tell(verifier.verify(List.of(file)));
  }

  private static void tell(Verification log) {
    if (log.isGood()) {
      System.out.println("records 1 to " + log.last() + " are good, signed to " + log.signed());
    }
    log.findings().forEach(bad -> System.out.println("line " + bad.line() + ": " + bad.message()));
  }
}
