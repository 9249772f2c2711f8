package dev.mcppolicy.fuzz;

import java.util.List;
import java.util.Random;

/** Random JSON: any, or with the shape of a policy and whatever values. */
final class RandomJson {

  private static final List<String> KEYS =
      List.of(
          "$schema",
          "version",
          "description",
          "default",
          "mode",
          "hide",
          "hide_denied",
          "approvals",
          "all_tools",
          "tools",
          "timeout",
          "action",
          "reason",
          "allowed_args",
          "validate_args",
          "definitions",
          "widened",
          "require",
          "deny_if",
          "approve_if",
          "limits",
          "concurrency",
          "rate_limit",
          "conditions",
          "on_deny",
          "path",
          "op",
          "value",
          "optional",
          "any",
          "all",
          "counter",
          "window",
          "max",
          "scope",
          "per",
          "amount",
          "amount_from",
          "increment_from",
          "align",
          "zone",
          "refund",
          "",
          "/",
          "~",
          "\\ud83d\\ude00",
          "\\udc00",
          "a\\u0000b");

  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1",
          "60",
          "1.5",
          "1e400",
          "1E-400",
          "1e401",
          "1e2147483648",
          "-1e-99999999999999999999",
          "\"\"",
          "\"1\"",
          "\"deny\"",
          "\"allow\"",
          "\"shadow\"",
          "\"args.v\"",
          "\"args[*]\"",
          "\"args[\\\"\\\\ud800\\\"]\"",
          "\"args.\"",
          "\"caller.id\"",
          "\"eq\"",
          "\"in\"",
          "\"regex\"",
          "\"within\"",
          "\"host_in\"",
          "\"exists\"",
          "\"day\"",
          "\"PT1S\"",
          "\"P9999999999999999999D\"",
          "\"PT-1S\"",
          "\"lifetime\"",
          "\"calendar\"",
          "\"UTC\"",
          "\"Europe/Berlin\"",
          "\"error\"",
          "\"10/minute\"",
          "\"grant\"",
          "\"[::1]\"",
          "\"/app\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"" + "x".repeat(300) + "\"");

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  String document() {
    return value(6);
  }

  private String value(int depth) {
    return switch (random.nextInt(depth <= 0 ? 2 : 6)) {
      case 0, 1 -> scalar();
      case 2 -> "[" + values(depth, "") + "]";
      default -> "{" + values(depth, "k") + "}";
    };
  }

  private String values(int depth, String keyed) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      out.append(out.isEmpty() ? "" : ",");
      out.append(keyed.isEmpty() ? "" : "\"" + KEYS.get(random.nextInt(KEYS.size())) + "\":");
      out.append(value(depth - 1));
    }
    return out.toString();
  }

  private String scalar() {
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  /** A policy with one condition of a random pattern, or one limit of random values. */
  String policy() {
    String entry =
        random.nextBoolean()
            ? "\"require\":[{\"conditions\":[{\"path\":\"args.v\",\"op\":\"regex\",\"value\":\""
                + pattern().replace("\\", "\\\\").replace("\"", "\\\"")
                + "\"}]}]"
            : "\"limits\":[{\"max\":"
                + scalar()
                + ",\"window\":"
                + scalar()
                + ",\"per\":"
                + scalar()
                + ",\"align\":"
                + scalar()
                + "}]";
    return "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"t\":{" + entry + "}}}";
  }

  /** A pattern, or nearly one, of what RE2/J has to count, to nest and to look up. */
  private String pattern() {
    String[] parts = {
      "a",
      "b",
      ".",
      "^",
      "$",
      "|",
      "(",
      ")",
      "(?:",
      "(?i)",
      "(?i:",
      "(?P<n>",
      "(?<n>",
      "(?=",
      "*",
      "+",
      "?",
      "*?",
      "{2}",
      "{0,1000}",
      "{1000}",
      "{1001}",
      "{3,2}",
      "{,5}",
      "{",
      "}",
      "[",
      "]",
      "[^",
      "[a-",
      "[[:alpha:]]",
      "[[:^alpha:]",
      "[\\pL]",
      "\\pL",
      "\\p{Greek}",
      "\\p{Foo}",
      "\\PN",
      "\\d",
      "\\D",
      "\\b",
      "\\z",
      "\\Z",
      "\\A",
      "\\C",
      "\\Q",
      "\\E",
      "\\x{10ffff}",
      "\\x{110000}",
      "\\x4",
      "\\1",
      "\\8",
      "\\",
      "\\k<n>",
      "\u00e9",
      "\ud83d\ude00",
      "\u212a",
      "(?i)\u0130",
      " "
    };
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(14); i >= 0; i--) {
      pattern.append(parts[random.nextInt(parts.length)]);
    }
    if (random.nextInt(8) == 0) {
      int depth = random.nextInt(400);
      pattern.insert(0, "(".repeat(depth)).append(")".repeat(depth));
    }
    if (random.nextInt(8) == 0) {
      pattern.append("{9}".repeat(random.nextInt(6)));
    }
    return random.nextInt(10) == 0
        ? pattern.toString().repeat(1 + random.nextInt(60))
        : pattern.toString();
  }
}
