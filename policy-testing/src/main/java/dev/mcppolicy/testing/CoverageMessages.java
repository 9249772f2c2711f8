package dev.mcppolicy.testing;

/** What the author of policy tests is told of what they reach. */
final class CoverageMessages {

  private CoverageMessages() {}

  static String coverage(Coverage coverage) {
    StringBuilder out = new StringBuilder("coverage: ");
    out.append(coverage.covered()).append(" of ").append(coverage.total());
    out.append(" (").append(coverage.percentage()).append("%)");
    for (PolicyCoverage policy : coverage.policies()) {
      out.append('\n').append(policy.policy()).append(": ").append(policy.covered());
      out.append(" of ").append(policy.total());
      policy.uncovered().forEach(rule -> out.append("\n  ").append(rule));
    }
    return out.toString();
  }

  static String covered(RuleCoverage rule) {
    StringBuilder out = new StringBuilder();
    if (rule.line() > 0) {
      out.append(rule.line()).append(':').append(rule.column()).append(' ');
    }
    out.append(rule.pointer()).append(": ");
    if (rule.isCovered()) {
      return out.append("covered").toString();
    }
    boolean pass = rule.passes() == RuleCoverage.Seen.NEVER;
    if (rule.restricts() == RuleCoverage.Seen.NEVER) {
      out.append("never seen to ").append(restrict(rule.kind()));
      out.append(pass ? ", and never to pass" : "");
      return out.toString();
    }
    return out.append("never seen to pass").toString();
  }

  private static String restrict(RuleCoverage.Kind kind) {
    return switch (kind) {
      case DENIES -> "deny";
      case ASKS -> "ask";
      case HIDES -> "hide";
      case LISTS -> "list";
    };
  }
}
