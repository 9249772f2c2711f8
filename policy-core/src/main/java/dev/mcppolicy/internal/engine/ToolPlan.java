package dev.mcppolicy.internal.engine;

/**
 * What a policy says of one tool.
 *
 * @param all every rule that applies, shadow or not: what enforcing would ask
 * @param enforced the rules that are enforced; the same object if none is in shadow
 * @param visible whether the tool stands in a list of tools
 */
record ToolPlan(RuleSet all, RuleSet enforced, boolean visible) {

  boolean hasShadow() {
    return all != enforced;
  }
}
