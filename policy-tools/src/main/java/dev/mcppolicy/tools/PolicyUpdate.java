package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Glob;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts what is recommended for new tools into a policy that somebody wrote. */
final class PolicyUpdate {

  private final PolicyModel model;

  private PolicyUpdate(PolicyModel model) {
    this.model = model;
  }

  /** Reads a policy that has been seen to load. */
  static PolicyModel model(String policy) {
    Findings findings = new Findings();
    return Objects.requireNonNull(
        PolicyReader.read(
            Objects.requireNonNull(JsonReader.read(policy, findings, JsonReader.Numbers.BOUNDED)),
            findings));
  }

  static PolicyDraft of(String policy, Scaffold scaffold, BigDecimal spendADay) {
    return new PolicyUpdate(model(policy)).update(policy, scaffold, spendADay);
  }

  private PolicyDraft update(String policy, Scaffold scaffold, BigDecimal spendADay) {
    List<Recommendation> fresh = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Recommendation one : scaffold.recommendations(counters())) {
      Optional<String> key = keyFor(one.tool());
      if (isHidden(one.tool()) || key.equals(Optional.of(one.tool()))) {
        continue;
      }
      if (key.isPresent() && one.kind() == Recommendation.Kind.LISTED) {
        notes.add(ScaffoldMessages.coveredByGlob(one.tool(), key.get()));
      } else {
        fresh.add(one);
      }
    }
    notes.addAll(scaffold.notes(fresh, model.allowByDefault()));
    List<String> hidden = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    ScaffoldTests tests = new ScaffoldTests(spendADay);
    String text = policy;
    for (Recommendation one : fresh) {
      if (one.kind() == Recommendation.Kind.HIDDEN) {
        hidden.add(one.tool());
        text = added(text, "hide", "[", PolicyText.quoted(one.tool()), "]");
      } else if (one.kind() == Recommendation.Kind.LISTED) {
        listed.add(one.tool());
        text = added(text, "tools", "{", Scaffold.member(one), "}");
        tests.listed(one);
      }
    }
    tests.hidden(hidden);
    return new PolicyDraft(Scaffold.loading(text), tests.tests(), listed, hidden, notes);
  }

  private static String added(String text, String key, String open, String member, String close) {
    JsonSpans.Span root = JsonSpans.of(text);
    JsonSpans.Span into = root.members().get(key);
    if (into != null) {
      return JsonSpans.append(text, into, member, "    ");
    }
    String block =
        PolicyText.quoted(key) + ": " + PolicyText.block("  ", open, List.of(member), close);
    return JsonSpans.append(text, root, block, "  ");
  }

  private boolean isHidden(String tool) {
    return model.hide().stream().anyMatch(name -> Glob.of(name).matches(tool));
  }

  /** Returns the key that names a tool, the exact one before any glob. */
  private Optional<String> keyFor(String tool) {
    List<String> keys =
        model.tools().stream()
            .map(ToolEntry::key)
            .filter(key -> Glob.of(key).matches(tool))
            .toList();
    return keys.contains(tool) ? Optional.of(tool) : keys.stream().findFirst();
  }

  private Set<String> counters() {
    Set<String> counters = new HashSet<>();
    List<ToolEntry> entries = new ArrayList<>(model.tools());
    if (model.allTools() != null) {
      entries.add(model.allTools());
    }
    for (ToolEntry entry : entries) {
      for (LimitRule limit : entry.limits()) {
        counters.add(limit.counter().name());
      }
    }
    return counters;
  }
}
