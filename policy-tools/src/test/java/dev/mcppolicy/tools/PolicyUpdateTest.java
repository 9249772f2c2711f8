package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.SuiteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyUpdateTest {

  private static Scaffold scaffold(String... names) {
    List<ToolDefinition> tools =
        Stream.of(names).map(name -> ToolDefinition.of(Map.of("name", name))).toList();
    return Scaffold.of(List.of(Inventory.of("server", tools)));
  }

  @Test
  void newToolsAreAddedAndEveryByteStays() {
    String policy =
        "{ \"version\":\"1\",\r\n\t\"default\" : \"deny\" , \"description\":\"\\u0041 {[,]} \\\"\",\r\n"
            + "\t\"tools\": {\r\n\t\t\"get_x\":   {\"rate_limit\":\"5/minute\"}  ,\r\n\t\t\"run\": {}\r\n\t}\r\n}";
    PolicyDraft draft = scaffold("get_x", "run", "get_y", "delete_y").update(policy);
    assertThat(draft.policy())
        .isEqualTo(
            "{ \"version\":\"1\",\r\n\t\"default\" : \"deny\" , \"description\":\"\\u0041 {[,]} \\\"\",\r\n"
                + "\t\"tools\": {\r\n\t\t\"get_x\":   {\"rate_limit\":\"5/minute\"}  ,\r\n\t\t\"run\": {},"
                + "\r\n\t\t\"get_y\": {}\r\n\t},\r\n\t\"hide\": [\n    \"delete_y\"\n  ]\r\n}");
    assertThat(draft.listed()).containsExactly("get_y");
    assertThat(draft.hidden()).containsExactly("delete_y");
  }

  @Test
  void aPolicyOnOneLineStaysOnOne() {
    String policy =
        "{\"version\": \"1\", \"default\": \"deny\", \"hide\": [\"a\"], \"tools\": {\"get_x\": {}}}";
    assertThat(scaffold("get_y", "delete_y").update(policy).policy())
        .isEqualTo(
            "{\"version\": \"1\", \"default\": \"deny\", \"hide\": [\"a\", \"delete_y\"], "
                + "\"tools\": {\"get_x\": {}, \"get_y\": {}}}");
  }

  @Test
  void emptyPlacesAreFilled() {
    String policy = "{\"version\": \"1\", \"default\": \"deny\", \"hide\": [], \"tools\": {}}";
    PolicyDraft draft = scaffold("get_y", "delete_y").update(policy);
    assertThat(draft.policy()).contains("\"get_y\": {}").contains("\"delete_y\"");
    assertThat(scaffold("get_y").update("{\"version\": \"1\", \"default\": \"deny\"}").policy())
        .contains("\"get_y\": {}");
  }

  @Test
  void updatingTwiceChangesNothing() {
    String policy = scaffold("get_x", "run", "delete_x", "pay", "create_x").draft().policy();
    PolicyDraft again = scaffold("get_x", "run", "delete_x", "pay", "create_x").update(policy);
    assertThat(again.policy()).isEqualTo(policy);
    assertThat(again.tests()).isEmpty();
    PolicyDraft more = scaffold("get_x", "run", "get_z", "delete_z").update(policy);
    assertThat(scaffold("get_z", "delete_z").update(more.policy()).policy())
        .isEqualTo(more.policy());
  }

  @Test
  void whatAPersonDecidedIsLeftToThem() {
    String policy =
        "{\"version\": \"1\", \"default\": \"deny\", \"hide\": [\"old_*\"], \"tools\":"
            + " {\"delete_x\": {}, \"get_*\": {}}}";
    PolicyDraft draft = scaffold("delete_x", "old_get", "get_page").update(policy);
    assertThat(draft.policy()).isEqualTo(policy);
    assertThat(draft.notes())
        .containsExactly("the tool \"get_page\" is left to \"get_*\", which names it already");
  }

  @Test
  void aNewDestroyerIsHiddenWhateverElseThePolicySays() {
    for (String policy :
        List.of(
            "{\"version\": \"1\", \"default\": \"allow\"}",
            "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"*\": {}}}",
            "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"get_*\": {}}}")) {
      assertThat(scaffold("get_and_delete").update(policy).hidden())
          .containsExactly("get_and_delete");
    }
  }

  @Test
  void aCounterThatIsInUseIsNotShared() {
    String policy =
        """
        {
          "version": "1", "default": "deny",
          "tools": {
            "walk": { "limits": [ { "counter": "run_rate", "window": "hour", "max": 3, "scope": "global" } ] }
          }
        }
        """;
    assertThat(scaffold("run").update(policy).policy())
        .contains(
            "\"run\": { \"limits\": [{ \"window\": \"minute\", \"max\": 10, \"scope\": \"grant\" }] }");
  }

  @Test
  void aPolicyThatDoesNotLoadIsRefused() {
    assertThatThrownBy(() -> scaffold("run").update("{}"))
        .isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void aKeyInDisguiseIsNotWrittenTwice() {
    String policy = "{\"version\": \"1\", \"default\": \"deny\", \"to\\u006fls\": {\"get_x\": {}}}";
    assertThat(scaffold("run").update(policy).policy())
        .startsWith(policy.substring(0, policy.length() - 2) + ", \"run\": {")
        .endsWith("}}");
    assertThat(scaffold("run").draft().addedTo("{\"policy\": {}, \"t\\u0065sts\": []}"))
        .startsWith("{\"policy\": {}, \"t\\u0065sts\": [\n")
        .contains("\"run: ");
  }

  @Test
  void anUnnameableToolOfAnAllowingPolicyIsNotCalledDenied() {
    assertThat(scaffold("*").update("{\"version\": \"1\", \"default\": \"allow\"}").notes())
        .containsExactly(
            "the tool \"*\" is allowed by default: a policy can't name it without naming others");
  }

  @Test
  void testsAreAddedToThoseOfAPerson(@TempDir Path folder) throws Exception {
    PolicyDraft first = scaffold("get_x", "delete_x").draft();
    String tests = first.testFile("policy.json");
    PolicyDraft second = scaffold("run", "delete_y").update(first.policy());
    String more = second.addedTo(tests);
    assertThat(more).startsWith(tests.substring(0, tests.lastIndexOf('}') - 10));
    Files.writeString(folder.resolve("policy.json"), second.policy());
    Path file = Files.writeString(folder.resolve("policy.policy-tests.json"), more);
    SuiteResult result = PolicyTestSuite.read(List.of(file)).run();
    assertThat(result.failed()).isZero();
    assertThat(result.coverage().percentage()).isEqualTo(100);
    assertThat(second.addedTo("{\"policy\": \"policy.json\", \"tests\": []}")).contains("\"run: ");
    assertThatThrownBy(() -> second.addedTo("{}")).hasMessage("testFile must hold \"tests\"");
  }
}
