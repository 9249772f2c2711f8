package dev.mcppolicy.tools;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Recommends a policy for the tools of servers: readers are allowed, writers and executors limited,
 * destroyers hidden, and for what is about money a person is asked.
 *
 * <pre>{@code
 * PolicyDraft draft = Scaffold.of(Inventory.load(Path.of("tools-list.json"))).draft();
 * }</pre>
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Scaffold {

  private static final BigDecimal SPEND_A_DAY = BigDecimal.valueOf(100);

  private final List<Rated> tools;
  private final Set<Preset> presets;
  private final BigDecimal spendADay;

  private Scaffold(List<Rated> tools, Set<Preset> presets, BigDecimal spendADay) {
    this.tools = tools;
    this.presets = presets;
    this.spendADay = spendADay;
  }

  /** Returns recommendations for the tools of servers. */
  public static Scaffold of(List<Inventory> inventories) {
    List<Rated> tools = new ArrayList<>();
    for (Inventory inventory : inventories) {
      inventory.tools().forEach(tool -> tools.add(Rated.of(inventory.server(), tool)));
    }
    return new Scaffold(List.copyOf(tools), Set.of(), SPEND_A_DAY);
  }

  /** Returns recommendations that meet a wish besides those they meet already. */
  public Scaffold with(Preset preset) {
    Set<Preset> more = EnumSet.of(preset);
    more.addAll(presets);
    return new Scaffold(tools, Set.copyOf(more), spendADay);
  }

  /**
   * Returns recommendations that let each tool that is about money spend so much a day; 100 unless
   * given.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Scaffold withSpendADay(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException(ScaffoldMessages.wrongSpend(amount));
    }
    return new Scaffold(tools, presets, amount);
  }

  /**
   * Returns the policy.
   *
   * @throws InvalidInventoryException if it would be too big to load
   */
  public PolicyDraft draft() {
    List<Recommendation> all = recommendations(Set.of());
    List<String> hidden = new ArrayList<>();
    List<String> unnameable = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    List<String> entries = new ArrayList<>();
    ScaffoldTests tests = new ScaffoldTests(spendADay);
    for (Recommendation one : all) {
      switch (one.kind()) {
        case HIDDEN -> hidden.add(one.tool());
        case UNNAMEABLE -> unnameable.add(one.tool());
        case LISTED -> {
          listed.add(one.tool());
          entries.add(member(one));
          tests.listed(one);
        }
      }
    }
    List<String> members = new ArrayList<>(List.of("\"version\": \"1\"", "\"default\": \"deny\""));
    if (!hidden.isEmpty()) {
      members.add("\"hide\": " + PolicyText.list("  ", hidden));
    }
    if (!entries.isEmpty()) {
      members.add("\"tools\": " + PolicyText.block("  ", "{", entries, "}"));
    }
    tests.hidden(hidden);
    tests.unnameable(unnameable);
    tests.unlisted(names());
    String policy = loading(PolicyText.block("", "{", members, "}") + "\n");
    return new PolicyDraft(policy, tests.tests(), listed, hidden, notes(all, false));
  }

  /**
   * Returns a policy with what it doesn't know yet, and every byte of what it holds as it was. A
   * tool that it names or hides is left to it; one that only a glob names is hidden where that is
   * recommended, and otherwise left to the glob.
   *
   * @param policy the policy as JSON
   * @throws InvalidPolicyException if it doesn't load
   * @throws InvalidInventoryException if the result would be too big to load
   */
  public PolicyDraft update(String policy) {
    Objects.requireNonNull(policy, "policy");
    Policy.parse(policy);
    return PolicyUpdate.of(policy, this, spendADay);
  }

  /** Returns what is recommended for one tool. */
  public Advice advice(Rated tool) {
    Recommendation one = recommend(List.of(tool), Set.of());
    String rule =
        switch (one.kind()) {
          case LISTED -> PolicyText.quoted(one.tool()) + ": " + PolicyText.entry("", one.entry());
          case HIDDEN -> "\"hide\": [" + PolicyText.quoted(one.tool()) + "]";
          case UNNAMEABLE -> "";
        };
    return new Advice(rule, one.suggestions());
  }

  private Recommendation recommend(List<Rated> alike, Set<String> countersTaken) {
    return Recommendation.of(alike, presets, spendADay, countersTaken);
  }

  List<Recommendation> recommendations(Set<String> countersTaken) {
    List<Recommendation> all = new ArrayList<>();
    byName().values().forEach(alike -> all.add(recommend(alike, countersTaken)));
    return all;
  }

  private Map<String, List<Rated>> byName() {
    Map<String, List<Rated>> byName = new LinkedHashMap<>();
    for (Rated tool : tools) {
      byName.computeIfAbsent(tool.tool().name(), name -> new ArrayList<>()).add(tool);
    }
    return byName;
  }

  private Set<String> names() {
    return byName().keySet();
  }

  List<String> notes(List<Recommendation> all, boolean allowedByDefault) {
    List<String> notes = new ArrayList<>();
    Map<String, List<Rated>> byName = byName();
    for (Recommendation one : all) {
      List<Rated> alike = Objects.requireNonNull(byName.get(one.tool()));
      if (one.kind() == Recommendation.Kind.UNNAMEABLE) {
        notes.add(ScaffoldMessages.unnameable(one.tool(), allowedByDefault));
      } else if (alike.size() > 1) {
        notes.add(
            ScaffoldMessages.sameNameOfSeveral(
                one.tool(), alike.stream().map(Rated::server).toList()));
      }
    }
    return notes;
  }

  static String member(Recommendation one) {
    return PolicyText.quoted(one.tool()) + ": " + PolicyText.entry("    ", one.entry());
  }

  /** Returns a policy that loads. */
  static String loading(String policy) {
    try {
      Policy.parse(policy);
      return policy;
    } catch (InvalidPolicyException e) {
      throw new InvalidInventoryException(
          ScaffoldMessages.unloadable(e.problems().stream().map(String::valueOf).toList()));
    }
  }
}
