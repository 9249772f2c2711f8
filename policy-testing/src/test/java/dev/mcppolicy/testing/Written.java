package dev.mcppolicy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that a test writes, in JSON with single quotes. */
final class Written {

  private final Path folder;

  Written(Path folder) {
    this.folder = folder;
  }

  /** Writes a file, its single quotes as double ones. */
  Path file(String name, String text) {
    return bytes(name, text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  Path bytes(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a suite of one file: a policy, and tests in JSON with single quotes. */
  PolicyTestSuite suite(String policy, String tests) {
    return PolicyTestSuite.read(
        List.of(
            file("t.policy-tests.json", "{'policy': " + policy + ",\n'tests': [" + tests + "]}")));
  }

  /** Returns the problems of one file, without the folder. */
  List<String> problems(Path file) {
    return PolicyTestFile.read(file).problems().stream().map(this::shown).toList();
  }

  String shown(Object text) {
    return text.toString().replace(folder + "/", "").replace(folder.toString(), ".");
  }
}
