package dev.mcppolicy.tools;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy should say of one tool.
 *
 * @param tool the tool's name
 * @param kind what becomes of it
 * @param entry what stands at its key in a policy; empty unless the kind is {@code LISTED}
 * @param spend the argument that the entry adds up, if it does
 * @param suggestions what a person may want to add, in words
 */
record Recommendation(
    String tool,
    Kind kind,
    Map<String, Object> entry,
    Optional<String> spend,
    List<String> suggestions) {

  /** What becomes of a tool. */
  enum Kind {
    /** It has an entry. */
    LISTED,
    /** It is hidden, and denied if it is called all the same. */
    HIDDEN,
    /** It has a name that no policy can hold, and is denied because no key names it. */
    UNNAMEABLE
  }

  private static final int WRITES_A_MINUTE = 30;
  private static final int EXECUTIONS_A_MINUTE = 10;

  /** How long a name may be that a policy is to hold. */
  private static final int LONGEST_NAME = 256;

  /** Says whether a key of a policy can mean this name and nothing else. */
  static boolean isNameable(String name) {
    return name.indexOf('*') < 0
        && name.indexOf('?') < 0
        && name.length() <= LONGEST_NAME
        && !name.isBlank()
        && !Words.hasUnseen(name)
        && name.codePoints().noneMatch(c -> Character.isWhitespace(c) && c != ' ');
  }

  /** Recommends for a tool of one or, where their names are the same, several servers. */
  static Recommendation of(
      List<Rated> alike, Set<Preset> presets, BigDecimal spendADay, Set<String> countersTaken) {
    Rated gravest = alike.get(0);
    for (Rated one : alike) {
      if (one.category().compareTo(gravest.category()) > 0) {
        gravest = one;
      }
    }
    String name = gravest.tool().name();
    List<String> suggestions =
        alike.stream().flatMap(one -> suggestions(one).stream()).distinct().toList();
    if (!isNameable(name)) {
      return new Recommendation(name, Kind.UNNAMEABLE, Map.of(), Optional.empty(), List.of());
    }
    Category category = gravest.category();
    boolean network = alike.stream().anyMatch(Rated::meetsNetwork);
    if (category == Category.DESTRUCTIVE
        || (presets.contains(Preset.READ_ONLY) && category != Category.READ)
        || (presets.contains(Preset.NO_NETWORK) && network)
        || (presets.contains(Preset.NO_MONEY) && category == Category.FINANCIAL)) {
      return new Recommendation(name, Kind.HIDDEN, Map.of(), Optional.empty(), List.of());
    }
    Optional<String> spend = category == Category.FINANCIAL ? amount(alike) : Optional.empty();
    boolean asks =
        category == Category.FINANCIAL
            || (presets.contains(Preset.ASK_BEFORE_WRITING) && category != Category.READ);
    Map<String, Object> entry = entry(name, category, asks, allowedArgs(alike), spend, spendADay);
    withoutCounters(entry, countersTaken);
    return new Recommendation(name, Kind.LISTED, entry, spend, suggestions);
  }

  private static Map<String, Object> entry(
      String name,
      Category category,
      boolean asks,
      @Nullable List<String> allowedArgs,
      Optional<String> spend,
      BigDecimal spendADay) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (asks) {
      entry.put("action", "require_approval");
      entry.put("reason", ScaffoldMessages.reason(category));
    }
    if (allowedArgs != null) {
      entry.put("allowed_args", allowedArgs);
    }
    List<Object> limits = new ArrayList<>();
    if (category == Category.WRITE || category == Category.EXECUTE) {
      Map<String, Object> rate = new LinkedHashMap<>();
      rate.put("counter", name + "_rate");
      rate.put("window", "minute");
      rate.put("max", category == Category.WRITE ? WRITES_A_MINUTE : EXECUTIONS_A_MINUTE);
      rate.put("scope", "grant");
      limits.add(rate);
    }
    spend.ifPresent(
        argument -> {
          Map<String, Object> sum = new LinkedHashMap<>();
          sum.put("counter", name + "_spend");
          sum.put("window", "day");
          sum.put("max", spendADay);
          sum.put("scope", "grant");
          sum.put("amount_from", path(argument));
          limits.add(sum);
        });
    if (!limits.isEmpty()) {
      entry.put("limits", limits);
    }
    return entry;
  }

  /** Leaves out the names of counters that can't be, or are another's; then each is its own. */
  private static void withoutCounters(Map<String, Object> entry, Set<String> taken) {
    if (entry.get("limits") instanceof List<?> limits) {
      for (Object limit : limits) {
        Map<?, ?> members = (Map<?, ?>) limit;
        if (members.get("counter") instanceof String name && isNoCounter(name, taken)) {
          members.remove("counter");
        }
      }
    }
  }

  private static boolean isNoCounter(String text, Set<String> taken) {
    return text.startsWith("/") || taken.contains(text);
  }

  /** Returns the names that all servers' tools take together, where one takes many. */
  private static @Nullable List<String> allowedArgs(List<Rated> alike) {
    List<String> names =
        alike.stream()
            .flatMap(one -> Parameter.of(one.tool()).stream())
            .map(Parameter::name)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    return names.size() > SchemaEvidence.MANY ? names : null;
  }

  /** Returns the one argument that every server's tool takes as an amount of money. */
  private static Optional<String> amount(List<Rated> alike) {
    List<String> amounts = new ArrayList<>();
    for (Rated one : alike) {
      List<String> of =
          Parameter.of(one.tool()).stream()
              .filter(parameter -> parameter.isAmount() && parameter.isNumber())
              .map(Parameter::name)
              .toList();
      if (of.size() != 1 || (!amounts.isEmpty() && !amounts.contains(of.get(0)))) {
        return Optional.empty();
      }
      amounts.add(of.get(0));
    }
    return Optional.of(amounts.get(0));
  }

  private static List<String> suggestions(Rated one) {
    List<String> suggestions = new ArrayList<>();
    if (one.category() == Category.READ && one.speaksOfSecrets()) {
      suggestions.add(ScaffoldMessages.readsSecrets());
    }
    for (Parameter parameter : Parameter.of(one.tool())) {
      if (parameter.name().isEmpty()) {
        continue;
      }
      if (parameter.isPath()) {
        suggestions.add(ScaffoldMessages.within(path(parameter.name())));
      }
      if (parameter.isUrl()) {
        suggestions.add(ScaffoldMessages.hostIn(path(parameter.name())));
      }
      if (parameter.isAmount() && !parameter.isNumber() && one.category() == Category.FINANCIAL) {
        suggestions.add(ScaffoldMessages.amountIsNoNumber(path(parameter.name())));
      }
    }
    return suggestions;
  }

  /** Returns the path of a top-level argument. */
  static String path(String argument) {
    boolean plain =
        argument.codePoints().noneMatch(c -> c == '.' || c == '[' || c == ']' || c == '"');
    return plain ? "args." + argument : "args[" + PolicyText.quoted(argument) + "]";
  }
}
