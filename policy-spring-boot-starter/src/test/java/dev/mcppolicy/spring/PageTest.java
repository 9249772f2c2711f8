package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about Spring Boot shows is what these tests run. */
class PageTest {

  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(mcp\\.policy[^`<]*)");

  private final String page = Files.readString(Path.of("../docs/spring-boot.md"));

  PageTest() throws IOException {}

  @Test
  void everyBlockStandsInATest() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.append(plain(Files.readString(file)));
      }
    }
    int blocks = 0;
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      if (block.group(1).equals("text")) {
        assertThat(sources).contains(plain(block.group(2)));
        blocks++;
      }
    }
    assertThat(blocks).isGreaterThanOrEqualTo(4);
  }

  @Test
  void thePolicyIsTheOneOfTheSample() throws IOException {
    Matcher block = BLOCK.matcher(page);
    List<Policy> policies = new ArrayList<>();
    while (block.find()) {
      if (block.group(1).equals("json")) {
        policies.add(Policy.parse(block.group(2)));
      }
    }
    assertThat(policies).contains(Policy.load(Path.of("src/test/resources/refunds.json")));
  }

  @Test
  void everyPropertyIsInTheTable() throws IOException {
    JsonNode metadata =
        new ObjectMapper()
            .readTree(
                getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"));
    List<String> names = new ArrayList<>();
    for (JsonNode property : metadata.get("properties")) {
      if (property.get("name").asText().startsWith("mcp.policy")) {
        names.add(property.get("name").asText());
      }
    }
    List<String> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      rows.add(row.group(1).replaceAll("\\.$", ""));
    }
    assertThat(rows).containsAll(names);
    assertThat(names).containsAll(rows);
  }

  /** Without white space, by which a page and a source may differ. */
  private static String plain(String text) {
    return text.replaceAll("\\s", "");
  }
}
