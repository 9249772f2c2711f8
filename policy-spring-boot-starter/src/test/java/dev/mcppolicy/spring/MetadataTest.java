package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What editors complete and explain. */
class MetadataTest {

  @Test
  void everyPropertyIsExplained() throws IOException {
    JsonNode metadata =
        new ObjectMapper()
            .readTree(
                getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"));
    TreeMap<String, String> properties = new TreeMap<>();
    for (JsonNode property : metadata.get("properties")) {
      properties.put(property.get("name").asText(), property.path("description").asText());
    }

    assertThat(new ArrayList<>(properties.keySet()))
        .containsExactlyElementsOf(
            List.of(
                "management.endpoint.mcppolicy.access",
                "management.endpoint.mcppolicy.cache.time-to-live",
                "mcp.policy.connections",
                "mcp.policy.grant",
                "mcp.policy.grants",
                "mcp.policy.location",
                "mcp.policy.own-clients",
                "mcp.policy.record-timeout",
                "mcp.policy.reload.enabled",
                "mcp.policy.reload.interval",
                "mcp.policy.reload.refuse-wider",
                "mcp.policy.request-timeout",
                "mcp.policy.store-timeout"));
    assertThat(properties.values()).allMatch(description -> description.matches("[A-Z].*\\."));
    assertThat(properties.get("mcp.policy.grant"))
        .isEqualTo("Who makes every call, if the application doesn't tell its callers apart.");
  }
}
