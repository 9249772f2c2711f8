package dev.mcppolicy.internal.rule;

import java.util.Set;

/** The requests of the protocol that have a slash in their name, and may be named by a policy. */
public final class ProtocolRequests {

  private static final Set<String> NAMES =
      Set.of(
          "tools/list",
          "tools/call",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "resources/subscribe",
          "resources/unsubscribe",
          "prompts/list",
          "prompts/get",
          "completion/complete",
          "logging/setLevel",
          "sampling/createMessage",
          "elicitation/create",
          "roots/list",
          "tasks/get",
          "tasks/list",
          "tasks/result",
          "tasks/cancel");

  private ProtocolRequests() {}

  /** Says whether a name is one of theirs. */
  public static boolean holds(String name) {
    return name.indexOf('/') > 0 && NAMES.contains(name);
  }
}
