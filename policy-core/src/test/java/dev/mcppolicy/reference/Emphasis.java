package dev.mcppolicy.reference;

import java.util.Set;

/** What a generated policy has most of. */
enum Emphasis {
  CONDITIONS,
  QUOTAS,
  CALENDARS,
  SHADOW;

  boolean isOnQuotas() {
    return this == QUOTAS || this == CALENDARS;
  }

  static final Set<String> OPERATORS =
      Set.of(
          "eq",
          "neq",
          "in",
          "not_in",
          "lt",
          "lte",
          "gt",
          "gte",
          "regex",
          "not_regex",
          "contains",
          "not_contains",
          "starts_with",
          "ends_with",
          "exists",
          "within",
          "not_within",
          "host_in",
          "host_not_in",
          "length_lte",
          "length_gte",
          "type");
}
