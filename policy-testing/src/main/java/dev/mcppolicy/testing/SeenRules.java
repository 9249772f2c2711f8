package dev.mcppolicy.testing;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Explanation.RuleTrace;
import dev.mcppolicy.Explanation.Verdict;
import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.testing.CoverageItem.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which rules of one policy were seen to deny, and which to pass.
 *
 * <p>What judging had already denied in an earlier step says nothing about a later one; within one
 * step the order of rules means nothing, so all of them are heard. Rules in shadow are heard as if
 * all were enforced, enforced ones as if those in shadow weren't there.
 *
 * <p>This class is thread-safe.
 */
final class SeenRules implements CoverageRecorder {

  private static final Set<Code> OF_LIMITS =
      Set.of(
          Code.INVALID_AMOUNT,
          Code.INVALID_KEY,
          Code.LIMIT_EXCEEDED,
          Code.CONCURRENCY_EXCEEDED,
          Code.STORE_FULL,
          Code.STORE_UNAVAILABLE);

  private final String name;
  private final Map<String, CoverageItem> items;
  private final Map<String, NamePattern> hiding = new LinkedHashMap<>();
  private final Map<String, NamePattern> listing = new LinkedHashMap<>();

  private SeenRules(String name, Node document, Map<String, CoverageItem> items) {
    this.name = name;
    this.items = items;
    ObjectNode policy = (ObjectNode) document;
    if (policy.get("hide") instanceof ListNode hide) {
      for (int i = 0; i < hide.elements().size(); i++) {
        String tool = ((TextNode) hide.elements().get(i)).text();
        hiding.put(Pointers.child("/hide", i), new NamePattern(tool));
      }
    }
    if (policy.get("tools") instanceof ObjectNode tools) {
      for (Member tool : tools.members()) {
        String pointer = Pointers.child("/tools", tool.name());
        if (items.containsKey(pointer)) {
          listing.put(pointer, new NamePattern(tool.name()));
        }
      }
    }
  }

  /** Returns what nothing was seen of yet, with the places of a document that was read. */
  static SeenRules of(PolicySource source) {
    return new SeenRules(source.name(), source.document(), CoverageItems.of(source.document()));
  }

  /** Returns what nothing was seen of yet. */
  static SeenRules of(Policy policy) {
    Node document = JsonReader.read(policy.toJson(), new Findings(), JsonReader.Numbers.BOUNDED);
    Node built = Node.of(Objects.requireNonNull(document, "document").toPlain());
    return new SeenRules("policy", built, CoverageItems.of(built));
  }

  @Override
  public synchronized void saw(String tool, Rehearsal.Observation seen) {
    Explanation explanation = seen.explanation();
    Stage lastOfAll = last(explanation, false);
    Stage lastOfEnforced = last(explanation, true);
    for (RuleTrace trace : explanation.rules()) {
      if (trace.rule().startsWith("/hide/")) {
        hidden(tool);
        continue;
      }
      CoverageItem item = items.get(trace.rule());
      if (item != null
          && item.stage().compareTo(trace.shadow() ? lastOfAll : lastOfEnforced) <= 0) {
        heard(item, trace.verdict() == Verdict.PASSES);
      }
    }
    for (CounterTrace trace : explanation.counters()) {
      CoverageItem item = items.get(trace.rule());
      if (item != null && Stage.LIMITS.compareTo(item.shadow() ? lastOfAll : lastOfEnforced) <= 0) {
        heard(item, trace.fits());
      }
    }
    if (letPass(seen.decision())) {
      listing.forEach(
          (pointer, pattern) -> {
            if (pattern.matches(tool)) {
              heard(Objects.requireNonNull(items.get(pointer)), true);
            }
          });
    }
  }

  private static boolean letPass(Decision decision) {
    Code shadow = decision.shadow().flatMap(Decision::code).orElse(null);
    return decision.isAllowed() && (shadow == null || shadow == Code.APPROVAL_REQUIRED);
  }

  private static void heard(CoverageItem item, boolean passes) {
    if (passes) {
      item.passed();
    } else {
      item.restricted();
    }
  }

  /** Returns the step of judging in which the call was denied, the last if it was not. */
  private Stage last(Explanation explanation, boolean enforcedOnly) {
    Stage last = Stage.APPROVAL;
    for (RuleTrace trace : explanation.rules()) {
      if (trace.verdict() == Verdict.DENIES && !(enforcedOnly && trace.shadow())) {
        last = earlier(last, stageOf(trace.rule()));
      }
    }
    for (CounterTrace trace : explanation.counters()) {
      CoverageItem item = items.get(trace.rule());
      if (!trace.fits() && !(enforcedOnly && item != null && item.shadow())) {
        last = earlier(last, Stage.LIMITS);
      }
    }
    Decision decision = explanation.decision();
    boolean byLimits =
        deniedByLimits(decision)
            || (!enforcedOnly && decision.shadow().filter(SeenRules::deniedByLimits).isPresent());
    return byLimits ? earlier(last, Stage.LIMITS) : last;
  }

  private static boolean deniedByLimits(Decision decision) {
    return decision.code().filter(OF_LIMITS::contains).isPresent();
  }

  private Stage stageOf(String rule) {
    CoverageItem item = items.get(rule);
    if (item == null) {
      return rule.isEmpty() || rule.equals("/definitions") ? Stage.DEFINITION : Stage.NAME;
    }
    return item.stage();
  }

  private static Stage earlier(Stage one, Stage other) {
    return one.compareTo(other) > 0 ? other : one;
  }

  @Override
  public synchronized void sawList(List<String> tools, List<String> visible) {
    for (String tool : tools) {
      CoverageItem hideDenied = items.get("/hide_denied");
      if (!visible.contains(tool) && !hidden(tool) && hideDenied != null) {
        hideDenied.restricted();
      }
    }
  }

  /** Marks whatever hides a tool, and says whether something does. */
  private boolean hidden(String tool) {
    boolean found = false;
    for (Map.Entry<String, NamePattern> one : hiding.entrySet()) {
      if (one.getValue().matches(tool)) {
        Objects.requireNonNull(items.get(one.getKey())).restricted();
        found = true;
      }
    }
    return found;
  }

  /** Returns what was seen so far. */
  synchronized PolicyCoverage coverage() {
    return new PolicyCoverage(name, items.values().stream().map(CoverageItem::seen).toList());
  }
}
