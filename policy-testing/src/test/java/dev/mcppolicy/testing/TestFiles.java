package dev.mcppolicy.testing;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where the files of the tests are. */
final class TestFiles {

  private TestFiles() {}

  /** Returns a folder or file of the conformance cases. */
  static Path conformance(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestFiles.class.getResource("/conformance")).toURI())
          .resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
