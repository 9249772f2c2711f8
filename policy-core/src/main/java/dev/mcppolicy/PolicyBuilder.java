package dev.mcppolicy;

import dev.mcppolicy.internal.document.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Builds policies in code. What is built is read by the same rules as a document, so a builder can
 * write everything that JSON can, and nothing else.
 *
 * <pre>{@code
 * Policy policy =
 *     Policy.denyByDefault()
 *         .tool("list_charges")
 *         .tool("create_charge", tool -> tool
 *             .require("Only USD and EUR.", Condition.arg("currency").in("usd", "eur"))
 *             .limit(Limit.of(1_000_000, "day").counter("spend").amountFrom("args.amount")))
 *         .build();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class PolicyBuilder {

  private final Map<String, Object> document = new LinkedHashMap<>();
  private final Map<String, Object> tools = new LinkedHashMap<>();
  private final List<String> hide = new ArrayList<>();

  PolicyBuilder(String byDefault) {
    document.put("version", "1");
    document.put("default", byDefault);
  }

  /** Names the schema, for editors of the JSON. */
  public PolicyBuilder schema(String schema) {
    document.put("$schema", Objects.requireNonNull(schema, "schema"));
    return this;
  }

  /** Describes the policy. */
  public PolicyBuilder description(String description) {
    document.put("description", Objects.requireNonNull(description, "description"));
    return this;
  }

  /** Judges, counts and records, but blocks, hides and asks nothing. */
  public PolicyBuilder shadow() {
    document.put("mode", "shadow");
    return this;
  }

  /** Hides tools: names or globs. */
  public PolicyBuilder hide(String... names) {
    hide.addAll(List.of(names));
    document.put("hide", hide);
    return this;
  }

  /** Hides also what is not listed, and what has the action to deny. */
  public PolicyBuilder hideDenied() {
    document.put("hide_denied", true);
    return this;
  }

  /** Waits so long for approvals. */
  public PolicyBuilder approvalTimeout(Duration timeout) {
    document.put("approvals", Map.of("timeout", timeout.toString()));
    return this;
  }

  /**
   * Says what becomes of a tool whose definition isn't the one that was reviewed; a tool of which
   * nothing is known is denied then.
   *
   * @param reported the changes that are only reported; all others deny
   */
  public PolicyBuilder definitions(DefinitionChange... reported) {
    Set<DefinitionChange> only = Set.of(reported);
    Map<String, Object> actions = new LinkedHashMap<>();
    for (DefinitionChange change : DefinitionChange.values()) {
      actions.put(change.id(), only.contains(change) ? "report" : "deny");
    }
    document.put("definitions", actions);
    return this;
  }

  /** Adds what holds for every call. */
  public PolicyBuilder allTools(Consumer<ToolRules> rules) {
    document.put("all_tools", ToolRules.written(rules));
    return this;
  }

  /** Lists a tool, or the tools of a glob, and allows it. */
  public PolicyBuilder tool(String name) {
    return tool(name, rules -> {});
  }

  /**
   * Lists a tool, or the tools of a glob, with its rules.
   *
   * @throws IllegalArgumentException if the name was given before
   */
  public PolicyBuilder tool(String name, Consumer<ToolRules> rules) {
    Objects.requireNonNull(name, "name");
    if (tools.putIfAbsent(name, ToolRules.written(rules)) != null) {
      throw new IllegalArgumentException("name must be new: " + name);
    }
    document.put("tools", tools);
    return this;
  }

  /**
   * Returns the policy.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   */
  public Policy build() {
    return Policy.built(Node.of(document));
  }
}
