package dev.mcppolicy.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a lock file, in this process and in others. */
class WriterLockTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a.lock");
  }

  private static WriterLock taken(Path file) throws IOException {
    WriterLock taken = WriterLock.take(file);
    assertThat(taken).isNotNull();
    return taken;
  }

  @Test
  void whoHoldsItHoldsItAlone() throws Exception {
    try (WriterLock lock = taken(file)) {
      assertThat(lock.isHeld()).isTrue();
      assertThat(WriterLock.take(file)).isNull();
      assertThat(Other.canTake(file)).isFalse();
    }
    assertThat(Other.canTake(file)).isTrue();
    taken(file).close();
  }

  @Test
  void aSecondWhoIsTurnedAwayDoesNotGiveItUpForTheFirst() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path hard = folder.resolve("hard");
    try (WriterLock lock = taken(file)) {
      Files.createLink(hard, file);
      for (Path name : new Path[] {file, link, hard}) {
        assertThat(WriterLock.take(name)).as(name.toString()).isNull();
      }
      assertThat(lock.isHeld()).isTrue();
      assertThat(Other.canTake(file)).isFalse();
    }
    assertThat(Other.canTake(file)).isTrue();
  }

  @Test
  void whoeverHoldsItWithoutHavingAskedKeepsIt() throws Exception {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock other = channel.tryLock()) {
      assertThat(WriterLock.take(file)).isNull();
      assertThat(WriterLock.take(file)).isNull();
      assertThat(other.isValid()).isTrue();
      assertThat(Other.canTake(file)).isFalse();
    }
    try (WriterLock lock = taken(file)) {
      assertThat(lock.isHeld()).isTrue();
      assertThat(Other.canTake(file)).isFalse();
    }
    assertThat(Other.canTake(file)).isTrue();
  }

  @Test
  void aFileThatIsGoneIsHeldNoMore() throws Exception {
    WriterLock lock = taken(file);
    Files.delete(file);
    assertThat(lock.isHeld()).isFalse();
    try (WriterLock later = taken(file)) {
      assertThat(later.isHeld()).isTrue();
      assertThat(lock.isHeld()).isFalse();
      lock.close();
      assertThat(later.isHeld()).isTrue();
      assertThat(WriterLock.take(file)).isNull();
    }
  }

  @Test
  void whatIsClosedIsHeldNoMore() throws Exception {
    WriterLock lock = taken(file);
    lock.close();
    assertThat(lock.isHeld()).isFalse();
    try (WriterLock later = taken(file)) {
      lock.close();
      assertThat(later.isHeld()).isTrue();
      assertThat(WriterLock.take(file)).isNull();
    }
  }

  @Test
  void whatCantBeCreatedIsSaid() {
    assertThatThrownBy(() -> WriterLock.take(folder.resolve("missing").resolve("a.lock")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** Another process. */
  static final class Other {

    private Other() {}

    static boolean canTake(Path file) throws Exception {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      assertThat(said).isIn("true", "false");
      return said.equals("true");
    }

    public static void main(String[] args) throws IOException {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          @Nullable FileLock lock = channel.tryLock()) {
        System.out.println(lock != null);
      }
    }
  }
}
