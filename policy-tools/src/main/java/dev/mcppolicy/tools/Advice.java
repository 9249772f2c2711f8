package dev.mcppolicy.tools;

import java.util.List;
import java.util.Objects;

/**
 * What is recommended for a tool.
 *
 * @param rule what to put into a policy, as JSON; empty if a policy can't name the tool
 * @param suggestions what a person may want to add: conditions as JSON, or sentences
 */
public record Advice(String rule, List<String> suggestions) {

  /** Copies the list. */
  public Advice {
    Objects.requireNonNull(rule, "rule");
    suggestions = List.copyOf(suggestions);
  }
}
