package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.internal.rule.Gate;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of one tool.
 *
 * <p>This class is immutable and thread-safe, however it is handed from thread to thread.
 */
final class ToolPlan {

  private final RuleSet all;
  private final RuleSet enforced;
  private final boolean visible;
  private final boolean named;
  private final String policy;
  private final Decision pass;
  private final boolean simple;
  private final @Nullable Decision verdict;
  private final @Nullable Gate gate;
  private final @Nullable Decision stop;
  private final @Nullable Spending spending;

  /**
   * Creates a plan.
   *
   * @param all every rule that applies, shadow or not: what enforcing would ask
   * @param enforced the rules that are enforced; the same object if none is in shadow
   * @param visible whether the tool stands in a list of tools
   * @param named whether a name that holds a slash matches, as the name of a protocol's request
   *     does
   * @param policy the digest of the policy
   * @param pass what lets a call through that has taken nothing
   */
  ToolPlan(
      RuleSet all, RuleSet enforced, boolean visible, boolean named, String policy, Decision pass) {
    this.all = all;
    this.enforced = enforced;
    this.visible = visible;
    this.named = named;
    this.policy = policy;
    this.pass = pass;
    this.simple = all == enforced && enforced.isSimple();
    this.verdict = simple ? verdict(enforced) : null;
    this.gate = simple ? enforced.gate() : null;
    Refusing first = simple ? enforced.first() : null;
    this.stop = first == null ? null : first.asDecision(policy);
    this.spending = simple ? enforced.only() : null;
  }

  private @Nullable Decision verdict(RuleSet rules) {
    Refusing always = rules.always();
    if (always != null) {
      return always.asDecision(policy);
    }
    return rules.letsPass() ? pass : null;
  }

  RuleSet all() {
    return all;
  }

  RuleSet enforced() {
    return enforced;
  }

  /** Returns the digest of the policy. */
  String policy() {
    return policy;
  }

  /** Returns what lets a call through that has taken nothing. */
  Decision pass() {
    return pass;
  }

  boolean visible() {
    return visible;
  }

  boolean named() {
    return named;
  }

  /** Says whether a call can be judged without anything in shadow, and pays no more than once. */
  boolean isSimple() {
    return simple;
  }

  /** Returns what every simple call comes to of whose tool nothing is known, or null. */
  @Nullable Decision verdict() {
    return verdict;
  }

  /**
   * Returns what a simple call of whose tool nothing is known passes if nothing denies it before it
   * is counted and nobody is asked, or null.
   */
  @Nullable Gate gate() {
    return gate;
  }

  /** Returns what a simple call comes to that the first condition stops, or null without one. */
  @Nullable Decision stop() {
    return stop;
  }

  /** Returns what a simple call spends, or null if that is nothing. */
  @Nullable Spending spending() {
    return spending;
  }

  boolean hasShadow() {
    return all != enforced;
  }
}
