package dev.mcppolicy.approvals;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.util.Map;

/** An engine that asks about every payment, and the payments. */
final class Asking {

  static final Policy POLICY =
      Policy.denyByDefault().tool("pay", tool -> tool.requireApproval("Money moves.")).build();
  static final Policy OTHER =
      Policy.denyByDefault().tool("pay", tool -> tool.requireApproval("Money moves!")).build();

  private Asking() {}

  static PolicyEngine engine(Approver approver) {
    return PolicyEngine.builder(POLICY).approver(approver).acceptEdits().build();
  }

  static ToolCall pay(Object amount) {
    return ToolCall.of("pay", Map.of("amount", amount, "to", "ann")).withCaller(Caller.of("alice"));
  }

  static String code(Decision decision) {
    return decision.code().map(Code::id).orElse("allowed");
  }
}
