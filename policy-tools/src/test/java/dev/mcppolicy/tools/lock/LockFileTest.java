package dev.mcppolicy.tools.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ToolDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks on their way into files. */
class LockFileTest {

  private static final String RUN = "{'name': 'run', 'description': 'Runs it.'}";

  @TempDir Path folder;

  private ToolLock saved(ToolLock lock) {
    Path file = folder.resolve(ToolLock.FILE);
    lock.save(file);
    return ToolLock.load(file);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aLockTakesThePlaceOfAnother() throws IOException {
    assertThat(saved(Tools.lock(RUN))).isEqualTo(Tools.lock(RUN));
    assertThat(saved(Tools.lock())).isEqualTo(Tools.lock());
    assertThat(names()).containsExactly(ToolLock.FILE);
  }

  @Test
  void whatAReaderDoesNotSeeIsEscaped() {
    String text = "a\u202eb\u200bc\ue000d\udb40\udc41e\u00a0f\u00e9g\ufe0f";
    ToolLock lock =
        ToolLock.of(
            List.of(
                Inventory.of(
                    "s\u2066",
                    List.of(ToolDefinition.of(Map.of("name", "t\u200f", "description", text))))));
    assertThat(lock.toJson())
        .contains(
            "\"a\\u202eb\\u200bc\\ue000d\\udb40\\udc41e\u00a0f\u00e9g\\ufe0f\"",
            "\"s\\u2066\"",
            "\"t\\u200f\"");
    assertThat(saved(lock)).isEqualTo(lock);
    assertThat(saved(lock).tool("s\u2066", "t\u200f").orElseThrow().description()).contains(text);
  }

  @Test
  void aLockThatIsTooLargeLeavesTheFileAsItWas() throws IOException {
    ToolLock small = Tools.lock(RUN);
    saved(small);
    ToolDefinition large =
        ToolDefinition.of(Map.of("name", "large", "description", "\u00e9".repeat(300_000)));
    ToolLock both =
        ToolLock.of(
            List.of(
                Inventory.of("a", List.of(large)),
                Inventory.of("b", List.of(large)),
                Inventory.of("c", List.of(large))));
    assertThatThrownBy(() -> saved(both))
        .isInstanceOf(InvalidLockException.class)
        .hasMessageStartingWith(
            "the lock is not written, for it couldn't be read again: the lock can't be read:")
        .hasMessageContaining("the document has more than 1048576 bytes");
    assertThat(ToolLock.load(folder.resolve(ToolLock.FILE))).isEqualTo(small);
    assertThat(names()).containsExactly(ToolLock.FILE);
  }

  @Test
  void aSchemaThatIsTooDeepIsNotWritten() throws IOException {
    Object schema = Map.of();
    for (int i = 0; i < 61; i++) {
      schema = Map.of("not", schema);
    }
    ToolLock deep =
        ToolLock.of(
            List.of(
                Inventory.of(
                    "s", List.of(ToolDefinition.of(Map.of("name", "t", "inputSchema", schema))))));
    assertThatThrownBy(() -> saved(deep))
        .isInstanceOf(InvalidLockException.class)
        .hasMessageContaining("it couldn't be read again");
    assertThat(names()).isEmpty();
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path target = Files.writeString(folder.resolve("target.json"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), target);
    Tools.lock(RUN).save(link);
    assertThat(link).isSymbolicLink();
    assertThat(ToolLock.load(target)).isEqualTo(Tools.lock(RUN));
  }

  @Test
  void whatIsNoFileIsNotReplaced() throws IOException {
    Path nowhere = folder.resolve("none").resolve(ToolLock.FILE);
    assertThatThrownBy(() -> Tools.lock(RUN).save(nowhere))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Tools.lock(RUN).save(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(folder + ": it is no regular file");
    assertThat(names()).isEmpty();
  }

  @Test
  void aServerIsLeftOut() {
    ToolLock lock = ToolLock.of(List.of(Tools.server("a", RUN), Tools.server("b")));
    assertThat(lock.without("a")).isEqualTo(ToolLock.of(List.of(Tools.server("b"))));
    assertThat(lock.without("nobody")).isEqualTo(lock);
  }
}
