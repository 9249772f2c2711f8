package dev.mcppolicy.properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyBuilder;
import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds a policy of {@link RandomPolicies} by calling the builder. */
final class ByBuilder {

  private ByBuilder() {}

  static Policy of(ObjectNode document) {
    PolicyBuilder builder =
        document.get("default").asText().equals("allow")
            ? Policy.allowByDefault()
            : Policy.denyByDefault();
    for (Map.Entry<String, JsonNode> member : document.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "version", "default" -> {}
        case "description" -> builder.description(value.asText());
        case "mode" -> builder.shadow();
        case "hide" -> builder.hide(texts(value));
        case "hide_denied" -> builder.hideDenied();
        case "approvals" -> builder.approvalTimeout(Duration.parse(value.get("timeout").asText()));
        case "all_tools" -> builder.allTools(rules -> write(value, rules));
        case "tools" ->
            value
                .properties()
                .forEach(
                    tool -> builder.tool(tool.getKey(), rules -> write(tool.getValue(), rules)));
        default -> throw new IllegalArgumentException(member.getKey());
      }
    }
    return builder.build();
  }

  private static void write(JsonNode entry, ToolRules rules) {
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "action" -> action(value.asText(), entry.get("reason"), rules);
        case "reason" -> rules.reason(value.asText());
        case "allowed_args" -> rules.allowedArgs(texts(value));
        case "require" ->
            value.forEach(
                predicate -> {
                  if (predicate.has("on_deny")) {
                    rules.require(predicate.get("on_deny").asText(), conditions(predicate));
                  } else {
                    rules.require(conditions(predicate));
                  }
                });
        case "deny_if" ->
            value.forEach(
                predicate -> {
                  if (predicate.has("on_deny")) {
                    rules.denyIf(predicate.get("on_deny").asText(), conditions(predicate));
                  } else {
                    rules.denyIf(conditions(predicate));
                  }
                });
        case "approve_if" ->
            value.forEach(
                predicate -> {
                  if (predicate.has("on_deny")) {
                    rules.approveIf(predicate.get("on_deny").asText(), conditions(predicate));
                  } else {
                    rules.approveIf(conditions(predicate));
                  }
                });
        case "limits" -> value.forEach(limit -> rules.limit(limit(limit)));
        case "concurrency" -> rules.concurrency(value.intValue());
        case "mode" -> rules.shadow();
        case "rate_limit" -> rate(value, rules);
        default -> throw new IllegalArgumentException(member.getKey());
      }
    }
  }

  private static void action(String action, JsonNode reason, ToolRules rules) {
    // The builder has no action without a reason; a document may have one
    String words = reason == null ? "" : reason.asText();
    switch (action) {
      case "deny" -> rules.deny(words);
      case "require_approval" -> rules.requireApproval(words);
      default -> throw new IllegalArgumentException(action);
    }
  }

  private static void rate(JsonNode rate, ToolRules rules) {
    if (rate.isTextual()) {
      rules.rateLimit(rate.asText());
    } else if (rate.get("window").isTextual()) {
      rules.rateLimit(rate.get("max").longValue(), rate.get("window").asText());
    } else {
      rules.rateLimit(rate.get("max").longValue(), rate.get("window").longValue());
    }
  }

  private static Condition[] conditions(JsonNode predicate) {
    return parts(predicate.get("conditions"));
  }

  private static Condition[] parts(JsonNode list) {
    List<Condition> conditions = new ArrayList<>();
    list.forEach(condition -> conditions.add(condition(condition)));
    return conditions.toArray(Condition[]::new);
  }

  private static Condition condition(JsonNode condition) {
    if (condition.has("any")) {
      return Condition.any(parts(condition.get("any")));
    }
    if (condition.has("all")) {
      return Condition.all(parts(condition.get("all")));
    }
    Condition comparison =
        comparison(
            Condition.path(condition.get("path").asText()),
            condition.get("op").asText(),
            condition.get("value"));
    return condition.has("optional") ? comparison.optional() : comparison;
  }

  private static Condition comparison(Condition.On on, String op, JsonNode value) {
    return switch (op) {
      case "eq" -> on.eq(plain(value));
      case "neq" -> on.neq(plain(value));
      case "in" -> on.in(((List<?>) plain(value)).toArray());
      case "not_in" -> on.notIn(((List<?>) plain(value)).toArray());
      case "lt" -> on.lt(value.decimalValue());
      case "lte" -> on.lte(value.decimalValue());
      case "gt" -> on.gt(value.decimalValue());
      case "gte" -> on.gte(value.decimalValue());
      case "regex" -> on.regex(value.asText());
      case "not_regex" -> on.notRegex(value.asText());
      case "contains" -> on.contains(plain(value));
      case "not_contains" -> on.notContains(plain(value));
      case "starts_with" -> on.startsWith(texts(value));
      case "ends_with" -> on.endsWith(texts(value));
      case "exists" -> value.booleanValue() ? on.exists() : on.existsNot();
      case "within" -> on.within(texts(value));
      case "not_within" -> on.notWithin(texts(value));
      case "host_in" -> on.hostIn(texts(value));
      case "host_not_in" -> on.hostNotIn(texts(value));
      case "length_lte" -> on.lengthLte(value.intValue());
      case "length_gte" -> on.lengthGte(value.intValue());
      case "type" -> on.type(value.asText());
      default -> throw new IllegalArgumentException(op);
    };
  }

  private static Limit limit(JsonNode written) {
    JsonNode window = written.get("window");
    Limit limit =
        window.isTextual()
            ? Limit.of(written.get("max").decimalValue(), window.asText())
            : Limit.of(written.get("max").longValue(), Duration.ofSeconds(window.longValue()));
    for (Map.Entry<String, JsonNode> member : written.properties()) {
      JsonNode value = member.getValue();
      limit =
          switch (member.getKey()) {
            case "window", "max" -> limit;
            case "zone" -> limit.calendar(value.asText());
            case "align" -> limit.calendar();
            case "counter" -> limit.counter(value.asText());
            case "scope" -> limit.scope(Scope.valueOf(upper(value)));
            case "per" -> limit.per(texts(value));
            case "amount" -> limit.amount(value.decimalValue());
            case "amount_from" -> limit.amountFrom(value.asText());
            case "refund" -> limit.refund(Refund.valueOf(upper(value)));
            case "on_deny" -> limit.onDeny(value.asText());
            default -> throw new IllegalArgumentException(member.getKey());
          };
    }
    return limit;
  }

  private static String upper(JsonNode text) {
    return text.asText().toUpperCase(Locale.ROOT);
  }

  private static String[] texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isTextual()) {
      texts.add(value.asText());
    }
    value.forEach(text -> texts.add(text.asText()));
    return texts.toArray(String[]::new);
  }

  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      value.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
      return map;
    }
    return value.isNull()
        ? null
        : value.isTextual()
            ? value.asText()
            : value.isBoolean() ? value.booleanValue() : value.decimalValue();
  }
}
