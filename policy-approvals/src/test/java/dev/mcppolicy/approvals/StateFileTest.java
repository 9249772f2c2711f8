package dev.mcppolicy.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds of which nobody can say that it is on the disk. */
class StateFileTest {

  private static final String KIND = "mcp-policy-approvals/1";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("approvals");
  }

  private StateFile open(Folder.Opener folders) {
    return StateFile.open(file(), KIND, folders);
  }

  private void write(String body) {
    try (StateFile file = StateFile.open(file(), KIND)) {
      file.write(body);
    }
  }

  private String read() {
    try (StateFile file = StateFile.open(file(), KIND)) {
      return String.valueOf(file.read());
    }
  }

  /** What does something and fails, where the names of a folder would be forced to disk. */
  @FunctionalInterface
  private interface Failing extends Folder {

    void before() throws IOException;

    @Override
    default void force() throws IOException {
      before();
      throw new IOException("disk gone");
    }

    @Override
    default void close() {}
  }

  private static Folder failing(Path folder) {
    Failing failing = () -> {};
    return failing;
  }

  @Test
  void whatMayNotBeOnTheDiskIsTakenBack() {
    write("before");

    try (StateFile file = open(StateFileTest::failing)) {
      assertThatThrownBy(() -> file.write("after"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("approvals could not be written to ");
      assertThat(file.read()).isEqualTo("before");
    }
    assertThat(read()).isEqualTo("before");
  }

  @Test
  void whoIsInterruptedMeanwhileTakesItBackToo() {
    write("before");

    Failing interrupted = () -> Thread.currentThread().interrupt();
    try (StateFile file = open(path -> interrupted)) {
      assertThatThrownBy(() -> file.write("after")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read()).isEqualTo("before");
  }

  @Test
  void fewerApprovalsAreNotTakenBack() {
    write("before");

    try (StateFile file = open(StateFileTest::failing)) {
      assertThatThrownBy(() -> file.writeLess("less")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(read()).isEqualTo("less");
  }

  @Test
  void theFirstThatMayNotBeOnTheDiskLeavesNoFile() {
    try (StateFile file = open(StateFileTest::failing)) {
      assertThatThrownBy(() -> file.write("after")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void whatCantBeTakenBackLeavesNoFile() {
    write("before");

    Failing full = () -> Files.createDirectories(folder.resolve("approvals.next/full"));
    try (StateFile file = open(path -> full)) {
      assertThatThrownBy(() -> file.write("after"))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFolderThatCantBeForcedIsNotWrittenTo() {
    write("before");

    try (StateFile file =
        open(
            folder -> {
              throw new AccessDeniedException(folder.toString());
            })) {
      assertThatThrownBy(() -> file.write("after")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(folder.resolve("approvals.next")).doesNotExist();
    assertThat(read()).isEqualTo("before");
  }

  @Test
  void whoseLockIsGoneWritesNothing() throws IOException {
    write("before");

    StateFile file = StateFile.open(file(), KIND);
    Files.delete(folder.resolve("approvals.lock"));
    try (StateFile other = StateFile.open(file(), KIND)) {
      other.write("other");
      assertThatThrownBy(() -> file.write("after"))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessage(
              "its lock file was taken away, so that another process may use it; restart this one");
      assertThatThrownBy(() -> file.writeLess("less")).isInstanceOf(UncheckedIOException.class);
      file.writeAtTheEnd(() -> "end");
      file.close();
      other.write("later");
    }
    assertThat(read()).isEqualTo("later");
  }
}
