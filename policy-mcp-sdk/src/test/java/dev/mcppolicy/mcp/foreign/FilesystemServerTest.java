package dev.mcppolicy.mcp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference server for files, with and without a policy before it. */
@Tag("foreign")
@Timeout(120)
class FilesystemServerTest {

  private static final String NAME = "server-filesystem";

  @TempDir private Path temp;

  private Path folder(Way way) throws IOException {
    return Files.createDirectory(temp.toRealPath().resolve(way.name()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE")
  void aPolicyThatAllowsEverythingChangesNothing(Way way) throws IOException {
    List<String> bare = transcript(Way.BARE);

    assertThat(transcript(way)).containsExactlyElementsOf(bare);
    assertThat(bare).anySatisfy(step -> assertThat(step).contains("\\nlast line"));
  }

  private List<String> transcript(Way way) throws IOException {
    Path folder = folder(way);
    String file = folder.resolve("a.txt").toString();
    String moved = folder.resolve("b.txt").toString();
    Transcript seen = new Transcript().with(Pattern.quote(folder.toString()), "<folder>");
    try (Client client =
        Servers.connect(
            way, Servers.ALLOW_EVERYTHING, Host.offeringNothing(), NAME, folder.toString())) {
      seen.add("initialize", client::initialize);
      seen.add("tools", client::listTools);
      call(seen, client, "list_allowed_directories", Map.of());
      call(seen, client, "write_file", Map.of("path", file, "content", "ä\nsecond\nlast line"));
      call(seen, client, "read_text_file", Map.of("path", file));
      call(seen, client, "read_text_file", Map.of("path", file, "head", 1));
      call(
          seen,
          client,
          "edit_file",
          Map.of(
              "path",
              file,
              "edits",
              List.of(Map.of("oldText", "second", "newText", "2nd")),
              "dryRun",
              false));
      call(seen, client, "move_file", Map.of("source", file, "destination", moved));
      call(seen, client, "list_directory", Map.of("path", folder.toString()));
      call(seen, client, "directory_tree", Map.of("path", folder.toString()));
      call(seen, client, "search_files", Map.of("path", folder.toString(), "pattern", "**/*.txt"));
      call(seen, client, "read_multiple_files", Map.of("paths", List.of(moved, file)));
      call(seen, client, "read_text_file", Map.of("path", "/etc/passwd"));
      call(seen, client, "read_text_file", Map.of());
    }
    assertThat(folder.resolve("b.txt")).hasContent("ä\n2nd\nlast line");
    return seen.steps();
  }

  private static void call(
      Transcript seen, Client client, String tool, Map<String, Object> arguments) {
    seen.add(tool, () -> client.call(tool, arguments));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BARE", "ASYNC_BARE"})
  void whatThePolicyForbidsIsNotDone(Way way) throws IOException {
    Path folder = folder(way);
    Path kept = Files.writeString(folder.resolve("kept.txt"), "kept");
    Path written = folder.resolve("written.txt");
    Policy policy =
        Policy.parse(
            """
            {
              "version": "1",
              "default": "deny",
              "hide": ["move_file"],
              "tools": {
                "read_text_file": {},
                "list_directory": {},
                "write_file": { "concurrency": 1, "limits": [ { "window": "hour", "max": 1 } ] },
                "edit_file": {
                  "deny_if": [
                    {
                      "conditions": [
                        { "path": "args.dryRun", "op": "exists", "value": false }
                      ],
                      "on_deny": "Try it first, with dryRun."
                    },
                    {
                      "conditions": [
                        { "path": "args.dryRun", "op": "eq", "value": false }
                      ],
                      "on_deny": "Try it first, with dryRun."
                    }
                  ]
                }
              }
            }
            """);
    try (Client client =
        Servers.connect(way, policy, Host.offeringNothing(), NAME, folder.toString())) {
      client.initialize();

      assertThat(client.tools()).contains("write_file").doesNotContain("move_file");
      assertDenied(
          client,
          "move_file",
          Map.of("source", kept.toString(), "destination", written.toString()));
      assertDenied(client, "create_directory", Map.of("path", folder.resolve("folder").toString()));
      assertThat(edit(client, kept, false)).endsWith("Try it first, with dryRun.");
      assertThat(edit(client, kept, true)).contains("+changed");
      Map<String, Object> writing = Map.of("path", written.toString(), "content", "once");
      assertThat(client.call("write_file", writing).isError()).isNotEqualTo(Boolean.TRUE);
      assertDenied(client, "write_file", Map.of("path", written.toString(), "content", "twice"));
    }
    assertThat(kept).hasContent("kept");
    assertThat(written).hasContent("once");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(kept, written);
    }
  }

  private static void assertDenied(Client client, String tool, Map<String, Object> arguments) {
    assertThat(client.say(tool, arguments)).startsWith("[POLICY DENIED]");
  }

  private static String edit(Client client, Path file, boolean dryRun) {
    return client.say(
        "edit_file",
        Map.of(
            "path",
            file.toString(),
            "edits",
            List.of(Map.of("oldText", "kept", "newText", "changed")),
            "dryRun",
            dryRun));
  }
}
