package dev.mcppolicy.analysis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@link Lint} looks for. The ids are stable. */
public enum LintRule {
  /** A predicate that is true of no call. */
  NEVER_HOLDS,
  /** A predicate that lets every call pass, or none. */
  NEVER_FAILS,
  /** A predicate that can't deny what another doesn't deny already. */
  IMPLIED,
  /** A limit that another limit always reaches first. */
  UNREACHABLE_LIMIT,
  /** A limit that can't deny any call. */
  LIMIT_NEVER_DENIES,
  /** A pattern that must match, but may match anywhere in the text. */
  UNANCHORED_REGEX,
  /** A negated operator of {@code deny_if} on an argument that may be absent. */
  NEGATED_ON_ABSENT,
  /** Two globs that match the same tools. */
  OVERLAPPING_GLOBS,
  /** A file path that is judged as a text. */
  PATH_AS_TEXT,
  /** A URL that is judged as a text. */
  URL_AS_TEXT,
  /** Rules of a tool that is hidden. */
  HIDDEN_AND_RULED,
  /** Rules of the request that calls tools, which is judged by the name of the tool. */
  RULES_NOTHING,
  /** A policy that lets everything through. */
  ALLOWS_EVERYTHING,
  /** A counter that adds up amounts of different units. */
  MIXED_UNITS,
  /** An action that gives no reason. */
  MISSING_REASON,
  /** A silence that silences nothing. */
  UNUSED_SILENCE;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Returns the stable id, as in {@code never-holds}. */
  public String id() {
    return id;
  }

  /** Returns the section of the documentation, as in {@code docs/lint.md#never-holds}. */
  public String docs() {
    return "docs/lint.md#" + id;
  }

  /** Returns the rule of an id, if there is one. */
  public static Optional<LintRule> byId(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
