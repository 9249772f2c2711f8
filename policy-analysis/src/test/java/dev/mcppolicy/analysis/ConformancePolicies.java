package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The policies of the conformance suite, those inside of test files among them. */
final class ConformancePolicies {

  static final Path FOLDER =
      Path.of("..", "policy-core", "src", "test", "resources", "conformance");

  private ConformancePolicies() {}

  /** Returns the text of each policy by the name of its file. */
  static Map<String, String> all() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Path file : files(FOLDER.resolve("valid"), ".json")) {
      all.put("valid/" + file.getFileName(), Files.readString(file));
    }
    for (Path file : files(FOLDER, ".policy-tests.json")) {
      Node root = JsonReader.read(Files.readString(file), new Findings(), JsonReader.Numbers.ANY);
      if (root instanceof ObjectNode object && object.get("policy") instanceof ObjectNode policy) {
        all.put(file.getFileName().toString(), Documents.print(policy));
      }
    }
    return all;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
