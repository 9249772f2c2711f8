package dev.mcppolicy.spring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outlines a policy: which one it is, and what it does with each tool, without any of its values.
 */
final class PolicyOutline {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> COUNTED = List.of("require", "deny_if", "approve_if", "limits");

  private PolicyOutline() {}

  static Map<String, Object> of(Policy policy) {
    JsonNode document = read(policy);
    Map<String, Object> outline = new LinkedHashMap<>();
    outline.put("digest", policy.digest());
    outline.put("version", document.path("version").asText());
    policy.description().ifPresent(text -> outline.put("description", text));
    outline.put("default", document.path("default").asText());
    outline.put("mode", document.path("mode").asText("enforce"));
    if (document.has("hide")) {
      List<String> hidden = new ArrayList<>();
      document.get("hide").forEach(name -> hidden.add(name.asText()));
      outline.put("hide", hidden);
    }
    if (document.has("all_tools")) {
      outline.put("allTools", entry(document.get("all_tools")));
    }
    Map<String, Object> tools = new LinkedHashMap<>();
    document.path("tools").properties().forEach(it -> tools.put(it.getKey(), entry(it.getValue())));
    outline.put("tools", tools);
    return outline;
  }

  private static Map<String, Object> entry(JsonNode entry) {
    Map<String, Object> outline = new LinkedHashMap<>();
    outline.put("action", entry.path("action").asText("allow"));
    for (String key : COUNTED) {
      int count =
          entry.path(key).size() + (key.equals("limits") && entry.has("rate_limit") ? 1 : 0);
      if (count > 0) {
        outline.put(key, count);
      }
    }
    if (entry.has("concurrency")) {
      outline.put("concurrency", entry.get("concurrency").asInt());
    }
    if (entry.has("mode")) {
      outline.put("mode", entry.get("mode").asText());
    }
    return outline;
  }

  private static JsonNode read(Policy policy) {
    try {
      return JSON.readTree(policy.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
