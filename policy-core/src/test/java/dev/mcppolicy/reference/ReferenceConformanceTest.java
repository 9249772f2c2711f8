package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference answers every conformance case as written: that is what makes it one. */
class ReferenceConformanceTest {

  @TestFactory
  Stream<DynamicContainer> answersEveryConformanceCaseAsWritten() {
    List<DynamicContainer> files = new ArrayList<>();
    for (Path file : testFiles(folder())) {
      List<DynamicTest> tests = new ArrayList<>();
      PolicyTestFile read = PolicyTestFile.read(file);
      for (Map<?, ?> test : read.tests()) {
        String name = (String) Objects.requireNonNull(test.get("name"));
        tests.add(DynamicTest.dynamicTest(name, () -> read.run(test)));
      }
      files.add(DynamicContainer.dynamicContainer(String.valueOf(file.getFileName()), tests));
    }
    assertThat(files).hasSizeGreaterThan(60);
    return files.stream();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wrong-expectation",
        "wrong-message",
        "advance-zero",
        "no-steps",
        "no-tests",
        "unknown-key",
        "unknown-outcome"
      })
  void failsWhatHasToFail(String name) {
    Path file = folder().resolve("invalid-tests").resolve(name + ".policy-tests.json");

    assertThatThrownBy(() -> PolicyTestFile.read(file).runAll()).isInstanceOf(AssertionError.class);
  }

  private static List<Path> testFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.policy-tests.json")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Collections.sort(files);
    return files;
  }

  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(ReferenceConformanceTest.class.getResource("/conformance"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
