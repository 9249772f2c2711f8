package dev.mcppolicy.tools;

import java.util.List;

/** How much a policy has to do for a server: not how good the server is. */
public enum Grade {
  /** Every tool's severity is low. */
  A,
  /** None is above medium. */
  B,
  /** Some are high, but at most a quarter. */
  C,
  /** More than a quarter are high or worse, or one is critical. */
  D,
  /** More than a quarter are critical. */
  F;

  /** Grades the tools of a server. */
  public static Grade of(List<Rated> tools) {
    long critical = count(tools, Severity.CRITICAL);
    long high = count(tools, Severity.HIGH);
    if (critical * 4 > tools.size()) {
      return F;
    }
    if (critical > 0 || high * 4 > tools.size()) {
      return D;
    }
    if (high > 0) {
      return C;
    }
    return count(tools, Severity.MEDIUM) > 0 ? B : A;
  }

  /** Counts the tools of a severity, or a greater one. */
  private static long count(List<Rated> tools, Severity least) {
    return tools.stream().filter(tool -> tool.risk().severity().compareTo(least) >= 0).count();
  }
}
