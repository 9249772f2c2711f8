package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.Freezer;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy, ready to judge: an index of its names, and for each tool that was ever called the rules
 * that apply to it.
 *
 * <p>This class is thread-safe, and immutable but for the plans it remembers.
 */
final class CompiledPolicy {

  private final PolicyModel model;
  private final String digest;
  private final Map<CounterId, Set<Window>> windows;
  private final NameIndex hidden;
  private final NameIndex tools;
  private final Decision pass;
  private final PlanCache plans;

  CompiledPolicy(PolicyModel model, String digest, Map<CounterId, Set<Window>> windows) {
    this.model = model;
    this.digest = digest;
    this.windows = windows;
    this.pass = Decision.allow(digest, Reservation.NOTHING, null);
    this.hidden = new NameIndex(model.hide());
    this.tools = new NameIndex(keys(model.tools()));
    this.plans = new PlanCache(tools.names());
  }

  private static List<String> keys(List<ToolEntry> tools) {
    List<String> keys = new ArrayList<>(tools.size());
    for (ToolEntry tool : tools) {
      keys.add(tool.key());
    }
    return keys;
  }

  String digest() {
    return digest;
  }

  Duration approvalTimeout() {
    return model.approvalTimeout();
  }

  /**
   * Returns what applies to a tool that a judgeable call has named before, or null.
   *
   * @param hash the hash of its name
   */
  @Nullable ToolPlan known(String tool, int hash) {
    return plans.get(tool, hash);
  }

  /** Returns what applies to the tools that a key names, as far as they were called before. */
  NamedPlans named() {
    return plans.lasting();
  }

  /** Returns what applies to a tool that no key names, if it was called before, or null. */
  @Nullable ToolPlan passing(String tool) {
    return plans.passing(tool);
  }

  /** Returns what applies to a tool. */
  ToolPlan plan(String tool) {
    ToolPlan known = plans.get(tool);
    if (known != null) {
      return known;
    }
    ToolPlan plan = compile(tool);
    if (isJudgeable(tool)) {
      plans.put(tool, plan);
    }
    return plan;
  }

  private static boolean isJudgeable(String tool) {
    return !tool.isEmpty() && !Freezer.hasLoneSurrogate(tool);
  }

  private ToolPlan compile(String tool) {
    List<ToolEntry> applying = new ArrayList<>();
    for (int position : tools.matching(tool)) {
      applying.add(model.tools().get(position));
    }
    boolean listed = model.allowByDefault() || !applying.isEmpty();
    ToolEntry allTools = model.allTools();
    if (allTools != null) {
      applying.add(0, allTools);
    }
    Refusing byName = byName(tool, listed);
    RuleSet all = new RuleSet(tool, byName, model.definitions(), applying, windows);
    RuleSet enforced = enforced(tool, all, byName, applying);
    return new ToolPlan(all, enforced, visible(enforced), named(tool), digest, pass);
  }

  private boolean named(String tool) {
    for (int position : tools.matching(tool)) {
      if (holdsSlash(model.tools().get(position).key())) {
        return true;
      }
    }
    for (int position : hidden.matching(tool)) {
      if (holdsSlash(model.hide().get(position))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsSlash(String name) {
    return name.indexOf('/') >= 0;
  }

  private RuleSet enforced(
      String tool, RuleSet all, @Nullable Refusing byName, List<ToolEntry> applying) {
    if (model.shadow()) {
      return RuleSet.NOTHING;
    }
    List<ToolEntry> enforced = new ArrayList<>(applying.size());
    for (ToolEntry entry : applying) {
      if (!entry.shadow()) {
        enforced.add(entry);
      }
    }
    return enforced.size() == applying.size()
        ? all
        : new RuleSet(tool, byName, model.definitions(), enforced, windows);
  }

  private @Nullable Refusing byName(String tool, boolean listed) {
    for (int position : hidden.matching(tool)) {
      return Refusing.of(
          Code.HIDDEN, Pointers.child("/hide", position), () -> DecisionMessages.hidden(tool));
    }
    return listed
        ? null
        : Refusing.of(Code.NOT_LISTED, "/default", () -> DecisionMessages.notListed(tool));
  }

  private boolean visible(RuleSet enforced) {
    Refusing byName = enforced.byName();
    if (model.hideDenied()) {
      return byName == null && enforced.byAction() == null;
    }
    return byName == null || byName.code() != Code.HIDDEN;
  }
}
