package dev.mcppolicy.tools.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.DefinitionChange;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolLockTest {

  private static final String RUN =
      "{'name': 'run', 'description': 'Runs it.', 'inputSchema': {'type': 'object', 'properties':"
          + " {'path': {'type': 'string', 'maxLength': 10}}}, 'annotations': {'readOnlyHint':"
          + " true}}";

  @TempDir Path folder;

  @Test
  void aLockIsReadAsItWasWritten() throws Exception {
    ToolLock lock = ToolLock.of(List.of(Tools.server("b", RUN), Tools.server("a")));
    Path file = folder.resolve(ToolLock.FILE);
    Files.writeString(file, lock.toJson());
    assertThat(ToolLock.load(file)).isEqualTo(lock);
    assertThat(ToolLock.load(file).toJson()).isEqualTo(lock.toJson());
    assertThat(lock.servers()).containsExactly("a", "b");
    assertThat(lock.tools("b")).hasSize(1);
    assertThat(lock.tools("nobody")).isEmpty();
    assertThat(lock).hasToString("ToolLock[a, b]");
    assertThatThrownBy(() -> ToolLock.load(folder.resolve("none.json")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void itLooksThisWay() {
    assertThat(
            Tools.lock("{'name': 't', 'description': 'd', 'icons': [1], '_meta': {'a': 1}}")
                .toJson())
        .isEqualTo(
            """
            {
              "version": "1",
              "servers": {
                "s": {
                  "t": {
                    "digest": "sha256:b9f15ebfa8bc28bcffb5a46b5a868e0d86c2664f18a2661e6573f8172e1ec05f",
                    "description": "d"
                  }
                }
              }
            }
            """);
  }

  @Test
  void theOrderInWhichAServerListsMeansNothing() {
    String one =
        "{'name': 'a', 'annotations': {'x': 1, 'y': null}, 'inputSchema': {'p': 1.0, 'q': 2}}";
    String same = "{'inputSchema': {'q': 2, 'p': 1}, 'annotations': {'x': 1}, 'name': 'a'}";
    String other = "{'name': 'b'}";
    assertThat(Tools.lock(one, other).digest()).isEqualTo(Tools.lock(other, same).digest());
    assertThat(Tools.lock(one, other)).hasSameHashCodeAs(Tools.lock(other, same));
  }

  @Test
  void anEditedTextIsRefused() {
    String json = Tools.lock(RUN).toJson();
    for (String edited :
        List.of(
            json.replace("Runs it.", "Runs all."),
            json.replace("true", "false"),
            json.replace("\"run\":", "\"ran\":"),
            json.replace(": 10", ": 100"))) {
      assertThat(edited).isNotEqualTo(json);
      assertThatThrownBy(() -> ToolLock.parse(edited))
          .isInstanceOf(InvalidLockException.class)
          .hasMessageContaining("is not that of its texts and schemas; lock the server again");
    }
  }

  @Test
  void whatIsNoLockIsRefused() {
    for (String json :
        List.of(
            "",
            "[]",
            "{}",
            "{\"version\":\"2\",\"servers\":{}}",
            "{\"version\":1,\"servers\":{}}",
            "{\"version\":\"1\"}",
            "{\"version\":\"1\",\"servers\":[]}",
            "{\"version\":\"1\",\"servers\":{\"s\":[]}}",
            "{\"version\":\"1\",\"servers\":{\"s\":{\"t\":1}}}",
            "{\"version\":\"1\",\"servers\":{\"s\":{\"t\":{}}}}",
            "{\"version\":\"1\",\"servers\":{\"s\":{\"\":{\"digest\":\"x\"}}}}",
            "{\"version\":\"1\",\"servers\":{\"s\":{\"t\":{\"digest\":\"x\",\"title\":1}}}}",
            "{\"version\":\"1\",\"servers\":{},\"more\":1}",
            "{\"version\":\"1\",\"servers\":{\"s\":{},\"s\":{}}}",
            Tools.lock(RUN).toJson().replace("\"description\"", "\"decription\""),
            Tools.lock(RUN).toJson() + "x")) {
      assertThatThrownBy(() -> ToolLock.parse(json))
          .as(json)
          .isInstanceOf(InvalidLockException.class)
          .hasMessageStartingWith(
              json.contains("\"x\"") || !json.contains("version\":\"2") ? "the" : "the version");
    }
  }

  @Test
  void oneServerIsLockedAgainWithoutTheOthers() {
    ToolLock lock = ToolLock.of(List.of(Tools.server("a", RUN), Tools.server("b", RUN)));
    ToolLock renewed = lock.with(Tools.server("a"));
    assertThat(renewed.tools("a")).isEmpty();
    assertThat(renewed.tools("b")).isEqualTo(lock.tools("b"));
    assertThat(renewed.servers()).containsExactly("a", "b");
  }

  @Test
  void twoServersOfOneNameAreRefused() {
    assertThatThrownBy(() -> ToolLock.of(List.of(Tools.server("a"), Tools.server("a"))))
        .isInstanceOf(InvalidLockException.class)
        .hasMessage("two servers are called \"a\"");
  }

  @Test
  void aDiffSaysWhatIsWrittenOtherwise() {
    ToolLock lock = Tools.lock(RUN, "{'name': 'gone'}");
    LockDiff diff =
        lock.compare(
            Tools.server(
                "s",
                RUN.replace("10", "100").replace("true", "false").replace("Runs it.", "Runs."),
                "{'name': 'new', 'title': 'N'}"));
    assertThat(diff.changes())
        .extracting(LockDiff.ToolChange::tool)
        .containsExactly("gone", "new", "run");
    assertThat(diff.changes().get(0).kinds()).isEqualTo(Set.of(DefinitionChange.VANISHED));
    assertThat(diff.changes().get(1).kinds()).isEqualTo(Set.of(DefinitionChange.APPEARED));
    assertThat(diff.changes().get(1).edits()).hasToString("[+ /title: \"N\"]");
    assertThat(diff.changes().get(2).kinds())
        .isEqualTo(
            Set.of(
                DefinitionChange.DESCRIPTION,
                DefinitionChange.WIDENED,
                DefinitionChange.ANNOTATIONS));
    assertThat(diff.changes().get(2).edits())
        .extracting(Edit::toString)
        .containsExactly(
            "~ /annotations/readOnlyHint: true -> false",
            "~ /description: \"Runs it.\" -> \"Runs.\"",
            "~ /inputSchema/properties/path/maxLength: 10 -> 100");
    assertThat(diff.isEmpty()).isFalse();
    assertThat(lock.compare(Tools.server("s", RUN, "{'name': 'gone'}")).isEmpty()).isTrue();
    assertThat(lock.compare(Tools.server("other", RUN)).changes().get(0).kinds())
        .isEqualTo(Set.of(DefinitionChange.APPEARED));
  }

  @Test
  void aNameThatLooksTheSameIsAnotherTool() {
    ToolLock lock = Tools.lock("{'name': 'caf\u00e9'}");
    assertThat(lock.compare(Tools.server("s", "{'name': 'cafe\u0301'}")).changes())
        .extracting(LockDiff.ToolChange::kinds)
        .containsExactly(Set.of(DefinitionChange.APPEARED), Set.of(DefinitionChange.VANISHED));
  }
}
