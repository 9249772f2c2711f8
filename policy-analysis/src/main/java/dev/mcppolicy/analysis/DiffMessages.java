package dev.mcppolicy.analysis;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.text.Shown;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link PolicyDiff} says to somebody who reviews a change of a policy. */
final class DiffMessages {

  private static final int MOST_SHOWN = 80;

  private DiffMessages() {}

  private static String shownText(String text) {
    return Shown.quoted(text, MOST_SHOWN);
  }

  static String everyTool() {
    return "Every tool";
  }

  static String named(String key) {
    return (Globs.isGlob(key) ? "Tools like " : "Tool ") + shownText(key);
  }

  static String description() {
    return "The description changes.";
  }

  static String undecided(String sentence) {
    return sentence
        + " No call was found that is allowed only now, but whether there is one can't be decided.";
  }

  static String mode(boolean enforced) {
    return enforced
        ? "The policy is enforced, where it was only recorded what it would do."
        : "The policy only records what it would do, where it was enforced.";
  }

  static String byDefault(boolean allows) {
    return allows
        ? "Tools that no key names are newly allowed."
        : "Tools that no key names are newly denied.";
  }

  static String hideDenied(boolean hides) {
    return hides
        ? "Tools that are not listed or always denied are newly left out of lists of tools."
        : "Tools that are not listed or always denied newly stand in lists of tools.";
  }

  static String timeout(Duration older, Duration newer) {
    return "An approval may take " + newer + " instead of " + older + ".";
  }

  static String hidden(String name) {
    return named(name) + ": newly hidden.";
  }

  static String shown(String name) {
    return named(name) + ": no longer hidden.";
  }

  static String freedRequest(String name) {
    return (Globs.isGlob(name) ? "Requests like " : "Requests named ")
        + shownText(name)
        + ": no longer judged, and so let through.";
  }

  static String newRules(String who) {
    return who + ": newly ruled by an entry.";
  }

  static String newlyListed(String who) {
    return who + ": newly listed.";
  }

  static String noRules(String who) {
    return who + ": no longer ruled by this entry.";
  }

  static String noLongerListed(String who) {
    return who + ": no longer listed by this entry.";
  }

  static String entryMode(String who, boolean enforced) {
    return who
        + (enforced
            ? ": the rules are enforced, where it was only recorded what they would do."
            : ": the rules only record what they would do, where they were enforced.");
  }

  static String action(String who, Action older, Action newer) {
    return who + ": " + action(newer) + ", " + "and not " + action(older) + " any more.";
  }

  private static String action(Action action) {
    return switch (action) {
      case ALLOW -> "allowed if the rules agree";
      case DENY -> "denied";
      case REQUIRE_APPROVAL -> "asked for approval";
    };
  }

  static String reason(String who) {
    return who + ": another reason is given.";
  }

  static String onDeny(String who) {
    return who + ": the agent is told something else.";
  }

  static String definitions(boolean written) {
    return written
        ? "Tools of whose definition nothing is known are newly denied."
        : "Tools of whose definition nothing is known are no longer denied for that.";
  }

  static String definition(DefinitionChange change, boolean denies) {
    String what =
        switch (change) {
          case APPEARED -> "A tool that was not reviewed";
          case VANISHED -> "A tool that its server no longer lists";
          case DESCRIPTION -> "A tool whose description changed";
          case WIDENED -> "A tool whose input schema was widened";
          case NARROWED -> "A tool whose input schema was narrowed";
          case OUTPUT -> "A tool whose output schema changed";
          case ANNOTATIONS -> "A tool whose annotations changed";
        };
    return what + (denies ? " is newly denied." : " is only reported, where it was denied.");
  }

  static String argumentCheck(String who, ArgumentCheck older, ArgumentCheck newer) {
    return who + ": arguments are " + checked(newer) + ", where they were " + checked(older) + ".";
  }

  private static String checked(ArgumentCheck check) {
    return switch (check) {
      case NONE -> "not validated";
      case SCHEMA -> "validated";
      case CLOSED -> "validated as a closed schema";
    };
  }

  static String allowedArgs(String who, @Nullable Set<String> older, @Nullable Set<String> newer) {
    return who
        + ": "
        + (newer == null ? "any argument" : "only the arguments " + names(newer))
        + " may be given, and not "
        + (older == null ? "any" : names(older))
        + ".";
  }

  private static String names(Set<String> names) {
    return names.isEmpty()
        ? "none"
        : new TreeSet<>(names)
            .stream().map(DiffMessages::shownText).collect(Collectors.joining(", "));
  }

  static String predicate(
      String who,
      String key,
      @Nullable Predicate older,
      @Nullable Predicate newer,
      boolean keeps,
      boolean adds) {
    if (older == null) {
      String text = who + ": a predicate of " + key + " is added: " + text(newer) + ".";
      return adds ? text : text + " Other rules imply it already.";
    }
    if (newer == null) {
      String text = who + ": a predicate of " + key + " is removed: " + text(older) + ".";
      return keeps ? text + " Other rules imply it still." : text;
    }
    String verb =
        keeps
            ? (adds ? "is tightened from " : "is written differently, with the same meaning: from ")
            : (adds ? "changes from " : "is loosened from ");
    return who + ": a predicate of " + key + " " + verb + text(older) + " to " + text(newer) + ".";
  }

  private static String text(@Nullable Predicate predicate) {
    return predicate == null
        ? "nothing"
        : "("
            + predicate.conditions().stream()
                .map(
                    condition ->
                        condition instanceof dev.mcppolicy.internal.rule.Comparison comparison
                            ? comparison.toString()
                            : condition instanceof dev.mcppolicy.internal.rule.AnyOf
                                ? "any of several"
                                : "all of several")
                .collect(Collectors.joining(" and "))
            + ")";
  }

  static String limit(String who, @Nullable LimitRule older, @Nullable LimitRule newer) {
    if (older == null) {
      return who + ": a limit is added: " + text(newer) + ".";
    }
    if (newer == null) {
      return who + ": a limit is removed: " + text(older) + ".";
    }
    int raised = newer.max().compareTo(older.max());
    String verb = raised > 0 ? "raised" : raised < 0 ? "lowered" : "changed";
    return who + ": a limit is " + verb + " from " + text(older) + " to " + text(newer) + ".";
  }

  private static String text(@Nullable LimitRule limit) {
    if (limit == null) {
      return "nothing";
    }
    Path from = limit.amountFrom();
    StringBuilder text = new StringBuilder(limit.max().value().toPlainString());
    text.append(" in ").append(window(limit.window()));
    text.append(", scope ").append(limit.scope().id());
    if (!limit.per().isEmpty()) {
      text.append(", per ")
          .append(limit.per().stream().map(Path::canonical).collect(Collectors.joining(" and ")));
    }
    text.append(", each ")
        .append(from == null ? limit.amount().value().toPlainString() : from.canonical());
    return text.append(", refund ").append(limit.refund().id()).toString();
  }

  private static String window(Window window) {
    if (window instanceof Window.Sliding sliding) {
      return sliding.length().toString();
    }
    if (window instanceof Window.Calendar calendar) {
      return calendar.length() + " by the calendar of " + calendar.zone();
    }
    return "all its life";
  }

  static String concurrency(String who, @Nullable Integer older, @Nullable Integer newer) {
    return who
        + ": "
        + (newer == null ? "any number of" : newer)
        + " calls may be in flight at once, and not "
        + (older == null ? "any number" : older)
        + " any more.";
  }
}
