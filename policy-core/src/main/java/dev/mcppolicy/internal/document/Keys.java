package dev.mcppolicy.internal.document;

import dev.mcppolicy.DefinitionChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of the language: for each kind of object, the ones that may stand in it. The reader asks
 * these lists, and the shipped schema is checked against them.
 */
public final class Keys {

  /** Keys of a policy. */
  public static final List<String> POLICY =
      List.of(
          "$schema",
          "version",
          "description",
          "default",
          "mode",
          "hide",
          "hide_denied",
          "approvals",
          "definitions",
          "all_tools",
          "tools");

  /** Keys of {@code approvals}. */
  public static final List<String> APPROVALS = List.of("timeout");

  /** Keys of {@code definitions}. */
  public static final List<String> DEFINITIONS = definitions();

  /** Keys of a tool's entry. */
  public static final List<String> TOOL =
      List.of(
          "action",
          "reason",
          "allowed_args",
          "validate_args",
          "require",
          "deny_if",
          "approve_if",
          "limits",
          "concurrency",
          "mode",
          "rate_limit");

  /** Keys of {@code all_tools}. */
  public static final List<String> ALL_TOOLS = allTools();

  /** Keys of a predicate. */
  public static final List<String> PREDICATE = List.of("conditions", "on_deny");

  /** Keys of a condition that compares. */
  public static final List<String> CONDITION = List.of("path", "op", "value", "optional");

  /** Keys of a condition that is any of some. */
  public static final List<String> ANY = List.of("any");

  /** Keys of a condition that is all of some. */
  public static final List<String> ALL = List.of("all");

  /** Keys of a limit. */
  public static final List<String> LIMIT =
      List.of(
          "counter",
          "window",
          "max",
          "scope",
          "per",
          "amount",
          "amount_from",
          "increment_from",
          "align",
          "zone",
          "refund",
          "on_deny");

  /** Keys of a {@code rate_limit} that is an object. */
  public static final List<String> RATE_LIMIT = List.of("max", "window");

  private Keys() {}

  private static List<String> definitions() {
    List<String> ids = new ArrayList<>();
    for (DefinitionChange change : DefinitionChange.values()) {
      ids.add(change.id());
    }
    return List.copyOf(ids);
  }

  private static List<String> allTools() {
    List<String> keys = new ArrayList<>(TOOL);
    keys.remove("action");
    return List.copyOf(keys);
  }
}
