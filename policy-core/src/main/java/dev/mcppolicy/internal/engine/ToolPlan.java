package dev.mcppolicy.internal.engine;

/**
 * What a policy says of one tool.
 *
 * @param all every rule that applies, shadow or not: what enforcing would ask
 * @param enforced the rules that are enforced; the same object if none is in shadow
 * @param visible whether the tool stands in a list of tools
 * @param named whether a name that holds a slash matches, as the name of a protocol's request does
 */
record ToolPlan(RuleSet all, RuleSet enforced, boolean visible, boolean named) {

  /** Says whether a call can be judged without anything in shadow, and pays no more than once. */
  boolean isSimple() {
    return !hasShadow() && enforced.isSimple();
  }

  boolean hasShadow() {
    return all != enforced;
  }
}
