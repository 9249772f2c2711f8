package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tools.lock.ToolLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks that are written for tools. */
class LockedFilesTest {

  @TempDir private Path folder;
  private Path lock;

  @BeforeEach
  void name() {
    lock = folder.resolve("tools.lock.json");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Run lock(Object... args) {
    return Run.of(
        Stream.concat(Stream.of("lock", "--lock", lock), Stream.of(args))
            .map(String::valueOf)
            .toArray(String[]::new));
  }

  @Test
  void aServerIsLockedBesideTheOthers() throws IOException {
    Path one = file("one.json", "[{\"name\": \"get_x\"}]");
    Path two = file("two.json", "[{\"name\": \"get_y\"}, {\"name\": \"delete_y\"}]");
    assertThat(lock("--from", one))
        .isEqualTo(
            new Run(
                0,
                "one: 1 tool, not locked before\n  get_x  Read, low (confidence medium)\n"
                    + lock
                    + ": 1 server, 1 tool\n",
                ""));
    assertThat(lock("--from", two).out())
        .endsWith("kept as they are: one\n" + lock + ": 2 servers, 3 tools\n");
    assertThat(lock("--diff", "--from", one, "--from", two))
        .isEqualTo(
            new Run(
                0,
                "one: 1 tool, as locked\ntwo: 2 tools, as locked\n" + lock + ": nothing changed\n",
                ""));
    file("one.json", "[{\"name\": \"get_x\", \"description\": \"Get it.\"}]");
    assertThat(lock("--diff", "--from", one, "--from", two).exit()).isEqualTo(1);
    assertThat(lock("--from", one, "--from", two).out())
        .contains("one: 1 tool, 1 changed\n  get_x  description\n", "two: 2 tools, as locked\n");
    assertThat(ToolLock.load(lock).tools("one").get(0).description()).contains("Get it.");
    assertThat(lock("--diff", "--from", one, "--from", two).exit()).isZero();
  }

  @Test
  void whatIsNotAskedAnyMoreIsLeftOutIfSomebodySaysSo() throws IOException {
    Path one = file("one.json", "[{\"name\": \"get_x\"}]");
    Path two = file("two.json", "[{\"name\": \"get_y\"}]");
    lock("--from", one, "--from", two);
    assertThat(lock("--from", two, "--only").out())
        .isEqualTo("two: 1 tool, as locked\nleft out: one\n" + lock + ": 1 server, 1 tool\n");
    assertThat(ToolLock.load(lock).servers()).containsExactly("two");
  }

  @Test
  void aServerThatCantBeReadStaysLockedAsItIs() throws IOException {
    Path gone = file("gone.json", "[{\"name\": \"get_x\"}]");
    lock("--from", gone);
    String before = Files.readString(lock);
    Path config = file("mcp.json", "{\"mcpServers\": {\"gone\": {\"command\": \"/no/such\"}}}");
    for (String option : List.of("--only", "--diff")) {
      Run run = lock("--config", config, option);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).startsWith("gone: \"/no/such\" can't be started: ");
      assertThat(Files.readString(lock)).isEqualTo(before);
    }
    assertThat(lock("--config", config, "--diff").out())
        .isEqualTo("not compared: gone\n" + lock + ": nothing changed of what could be read\n");
    Path two = file("two.json", "[]");
    assertThat(lock("--config", config, "--from", two, "--only").exit()).isEqualTo(1);
    assertThat(ToolLock.load(lock).servers()).containsExactly("gone", "two");
  }

  @Test
  void withoutAnyServerThereIsNoLock() throws IOException {
    Path config = file("mcp.json", "{\"mcpServers\": {\"gone\": {\"command\": \"/no/such\"}}}");
    assertThat(lock("--config", config).exit()).isEqualTo(1);
    assertThat(lock).doesNotExist();
  }

  @Test
  void whatIsLockedAlreadyLeavesTheFileAlone() throws IOException {
    lock("--from", Fixtures.path("tools.json"));
    Files.writeString(lock, Files.readString(lock).replace("\n", "\n "));
    String before = Files.readString(lock);
    assertThat(lock("--from", Fixtures.path("tools.json")).out()).endsWith(", nothing changed\n");
    assertThat(Files.readString(lock)).isEqualTo(before);
  }

  @Test
  void aLockThatCouldNotBeReadAgainIsNotWritten() throws IOException {
    Path one = file("one.json", "[{\"name\": \"get_x\"}]");
    lock("--from", one);
    String before = Files.readString(lock);
    String large = "[{\"name\": \"large\", \"description\": \"" + "x".repeat(600_000) + "\"}]";
    Run run = lock("--from", file("a.json", large), "--from", file("b.json", large));
    assertThat(run)
        .isEqualTo(
            new Run(
                2,
                "",
                "policy: "
                    + lock
                    + ": the lock is not written, for it couldn't be read again: the lock can't be"
                    + " read: the document has more than 1048576 bytes; split it, or make its lists"
                    + " shorter\n"));
    assertThat(Files.readString(lock)).isEqualTo(before);
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaid() {
    lock = folder.resolve("none/tools.lock.json");
    assertThat(lock("--from", Fixtures.path("tools.json")))
        .isEqualTo(
            new Run(2, "", "policy: " + lock + " can't be written: there is no such folder\n"));
  }

  @Test
  void whatIsPrintedIsLockedAsItIsListed() throws IOException {
    Path printed =
        file(
            "printed.json",
            Run.of("tools", "--from", Fixtures.path("tools-next.json"), "--format", "json").out());
    lock("--from", Fixtures.path("tools-next.json"));
    assertThat(lock("--diff", "--from", printed).exit()).isZero();
    assertThat(Run.of("tools", "--from", printed.toString()))
        .isEqualTo(Run.of("tools", "--from", Fixtures.path("tools-next.json")));
    assertThat(Run.of("scaffold", "--from-lock", lock.toString()).exit()).isZero();
  }

  @Test
  void thePageOfLocksShowsWhatIsPrinted() throws IOException {
    Path page = Path.of("").toAbsolutePath();
    while (!Files.exists(page.resolve("docs/locked-definitions.md"))) {
      page = page.getParent();
    }
    String text = Files.readString(page.resolve("docs/locked-definitions.md"));
    Files.createDirectory(folder.resolve("next"));
    Transcript transcript = new Transcript(folder);
    int at = 0;
    for (String name : List.of("payments.json", "next/payments.json")) {
      at = text.indexOf("```json settings\n", at) + "```json settings\n".length();
      file(name, text.substring(at, text.indexOf("```\n", at)));
      at = text.indexOf("```text\n$ policy lock", at) + "```text\n".length();
      String shown = text.substring(at, text.indexOf("```\n", at));
      assertThat(transcript.again(shown)).isEqualTo(shown);
    }
  }
}
