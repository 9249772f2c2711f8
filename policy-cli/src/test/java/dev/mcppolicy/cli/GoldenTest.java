package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command prints what its transcript says. {@code -Dmcppolicy.golden=<folder>} writes the
 * transcripts as they are now, to be looked at and taken over.
 */
class GoldenTest {

  @TestFactory
  Stream<DynamicTest> everyCommandPrintsWhatItsTranscriptSays() throws IOException {
    try (Stream<Path> files = Files.list(Fixtures.resource("/golden"))) {
      return files.sorted().toList().stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }
  }

  private static void compare(Path file) throws IOException {
    String expected = Files.readString(file);
    String actual = new Transcript(Fixtures.FOLDER).again(expected);
    String folder = System.getProperty("mcppolicy.golden");
    if (folder != null) {
      Files.writeString(Path.of(folder).resolve(file.getFileName()), actual);
    }
    assertThat(actual).isEqualTo(expected);
  }
}
