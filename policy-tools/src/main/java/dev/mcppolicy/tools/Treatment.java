package dev.mcppolicy.tools;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Glob;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a policy does with the calls of a tool, as far as that can be said of all of them. */
public enum Treatment {
  /** Lets every call through. */
  ALLOWED,
  /** Lets calls through within limits, or with some arguments. */
  LIMITED,
  /** Asks a person, of each call or of some. */
  ASKS,
  /** Denies every call. */
  DENIED,
  /** Leaves it out of lists, and denies every call. */
  HIDDEN,
  /** Denies every call, for no key names the tool. */
  NOT_COVERED;

  /** Returns the name as people read it, as in {@code not covered}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Returns what a policy does with a tool, by the tool's name. What stands in shadow does nothing.
   *
   * @param policy the policy as JSON
   * @throws InvalidPolicyException if it doesn't load
   */
  public static Function<String, Treatment> by(String policy) {
    Policy.parse(policy);
    PolicyModel model = PolicyUpdate.model(policy);
    return tool -> of(model, tool);
  }

  private static Treatment of(PolicyModel model, String tool) {
    if (model.shadow()) {
      return ALLOWED;
    }
    if (model.hide().stream().anyMatch(name -> Glob.of(name).matches(tool))) {
      return HIDDEN;
    }
    List<ToolEntry> named =
        model.tools().stream().filter(entry -> Glob.of(entry.key()).matches(tool)).toList();
    if (named.isEmpty() && !model.allowByDefault()) {
      return NOT_COVERED;
    }
    List<ToolEntry> entries =
        Stream.concat(Stream.ofNullable(model.allTools()), named.stream())
            .filter(entry -> !entry.shadow())
            .toList();
    if (entries.stream().anyMatch(entry -> entry.action() == Action.DENY)) {
      return DENIED;
    }
    if (entries.stream().anyMatch(Treatment::asks)) {
      return ASKS;
    }
    return entries.stream().anyMatch(Treatment::limits) ? LIMITED : ALLOWED;
  }

  private static boolean asks(ToolEntry entry) {
    return entry.action() == Action.REQUIRE_APPROVAL || !entry.approveIf().isEmpty();
  }

  private static boolean limits(ToolEntry entry) {
    return entry.allowedArgs() != null
        || entry.concurrency() != null
        || !entry.require().isEmpty()
        || !entry.denyIf().isEmpty()
        || !entry.limits().isEmpty();
  }
}
