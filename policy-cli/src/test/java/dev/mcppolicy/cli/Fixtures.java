package dev.mcppolicy.cli;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Where the files are that the tests run commands on. */
final class Fixtures {

  /** The folder in which the commands of transcripts run. */
  static final Path FOLDER = resource("/fixtures");

  private Fixtures() {}

  static String path(String name) {
    return FOLDER.resolve(name).toString();
  }

  static Path resource(String name) {
    try {
      URL url = Objects.requireNonNull(Fixtures.class.getResource(name), name);
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
