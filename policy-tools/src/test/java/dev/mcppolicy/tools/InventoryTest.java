package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

  private static final String TOOL =
      """
      {"name": "read_file", "title": "Read", "description": "Reads a file.",
       "inputSchema": {"type": "object", "properties": {"path": {"type": "string"}}},
       "outputSchema": {"type": "object"},
       "annotations": {"readOnlyHint": true, "idempotentHint": "yes"}, "icons": [null, 1.50]}""";

  private static ToolDefinition only(String json) {
    List<Inventory> all = Inventory.parse("files", json);
    assertThat(all).hasSize(1);
    assertThat(all.get(0).server()).isEqualTo("files");
    assertThat(all.get(0).tools()).hasSize(1);
    return all.get(0).tools().get(0);
  }

  @Test
  void aDefinitionSaysAllThatTheServerSays() {
    ToolDefinition tool = only("[" + TOOL + "]");
    assertThat(tool.name()).isEqualTo("read_file");
    assertThat(tool.title()).contains("Read");
    assertThat(tool.description()).contains("Reads a file.");
    assertThat(tool.inputSchema()).containsKey("properties");
    assertThat(tool.outputSchema()).contains(Map.of("type", "object"));
    assertThat(tool.hint("readOnlyHint")).contains(true);
    assertThat(tool.hint("idempotentHint")).isEmpty();
    assertThat(tool.hint("destructiveHint")).isEmpty();
    assertThat(tool.asMap()).containsKey("icons");
    assertThat(tool).hasToString("ToolDefinition[read_file]");
  }

  @Test
  void aListIsReadFromAResultAReplyAndAPlainList() {
    ToolDefinition tool = only("[" + TOOL + "]");
    assertThat(only("{\"tools\": [" + TOOL + "], \"nextCursor\": null}")).isEqualTo(tool);
    assertThat(only("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {\"tools\": [" + TOOL + "]}}"))
        .isEqualTo(tool)
        .hasSameHashCodeAs(tool);
  }

  @Test
  void severalServersAreReadFromOneText() {
    List<Inventory> all =
        Inventory.parse(
            "x",
            """
            {"servers": [{"server": "a", "tools": [{"name": "run"}]},
                         {"server": "b", "tools": [{"name": "run"}]}]}""");
    assertThat(all).extracting(Inventory::server).containsExactly("a", "b");
    assertThat(all.get(0)).isNotEqualTo(all.get(1)).hasToString("Inventory[a, 1 tools]");
    assertThat(all.get(0).tool("run")).isPresent();
    assertThat(all.get(0).tool("walk")).isEmpty();
  }

  @Test
  void aFileGivesItsNameToTheServer(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("github.json"), "[{\"name\": \"run\"}]");
    assertThat(Inventory.load(file).get(0).server()).isEqualTo("github");
    assertThatThrownBy(() -> Inventory.load(folder)).isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | there is no list \"tools\"; give the result of tools/list, or a list of tools",
        "7 | there is no list \"tools\"; give the result of tools/list, or a list of tools",
        "{\"tools\": {}} | there is no list \"tools\"; give the result of tools/list, or a list of tools",
        "{\"tools\": [3]} | each of \"tools\" must be an object, not a number",
        "[{}] | a tool has no \"name\", a text that isn't empty",
        "[{\"name\": \"\"}] | a tool has no \"name\", a text that isn't empty",
        "[{\"name\": 5}] | a tool has no \"name\", a text that isn't empty",
        "[{\"name\": \"a\", \"description\": 5}] | \"description\" of the tool \"a\" must be a text",
        "[{\"name\": \"a\", \"inputSchema\": true}] | \"inputSchema\" of the tool \"a\" must be an object",
        "[{\"name\": \"a\"}, {\"name\": \"a\"}] | two tools are called \"a\"",
        "{\"servers\": [{\"tools\": []}]} | each of \"servers\" must be an object with a \"server\", a text, and \"tools\", a list",
        "{\"servers\": [{\"server\": \"a\", \"tools\": []}, {\"server\": \"a\", \"tools\": []}]} | two servers are called \"a\"",
        "{\"tools\": [], \"nextCursor\": \"2\"} | this is one page of several, for it has a \"nextCursor\"; join the \"tools\" of all pages",
      })
  void whatIsNoListOfToolsIsRefusedWithASentence(String json, String sentence) {
    assertThatThrownBy(() -> Inventory.parse("x", json))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String json :
        List.of("", "{", "[{\"name\": \"a\", \"name\": \"b\"}]", "\uFEFF[]", "[]]")) {
      assertThatThrownBy(() -> Inventory.parse("x", json))
          .isInstanceOf(InvalidInventoryException.class)
          .hasMessageStartingWith("the list of tools can't be read: ");
    }
    assertThatThrownBy(() -> Inventory.parse("x", "[".repeat(100_000)))
        .isInstanceOf(InvalidInventoryException.class);
  }

  @Test
  void aNameThatIsTooLongIsShownShortened() {
    String name = "\u202Ename".repeat(300);
    assertThatThrownBy(() -> ToolDefinition.of(Map.of("name", name)))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessageContaining("\\u202e")
        .hasMessageEndingWith("has more than 1000 characters");
  }

  @Test
  void aFloodOfToolsIsRefused() {
    List<ToolDefinition> tools = new ArrayList<>();
    for (int i = 0; i <= Inventory.MAX_TOOLS; i++) {
      tools.add(ToolDefinition.of(Map.of("name", "t" + i)));
    }
    assertThatThrownBy(() -> Inventory.of("x", tools))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessage("there are more than 10000 tools");
  }

  @Test
  void nobodyCanChangeADefinitionOnceItIsMade() {
    Map<String, Object> schema = new HashMap<>(Map.of("type", "object"));
    Map<String, Object> members = new HashMap<>(Map.of("name", "a", "inputSchema", schema));
    ToolDefinition tool = ToolDefinition.of(members);
    schema.put("type", "array");
    members.put("name", "b");
    assertThat(tool.name()).isEqualTo("a");
    assertThat(tool.inputSchema()).isEqualTo(Map.of("type", "object"));
    assertThatThrownBy(() -> tool.inputSchema().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ToolDefinition.of(Map.of("name", "a", "inputSchema", new Object())))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessageStartingWith("a tool can't be read: ");
  }
}
