package dev.mcppolicy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The policies of the conformance cases. */
final class Conformance {

  private static final Path CASES = cases();

  private Conformance() {}

  private static Path cases() {
    try {
      return Path.of(Objects.requireNonNull(Conformance.class.getResource("/conformance")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the policies that load: alone, beside tests and inside of them, by file. */
  static Map<String, JsonNode> validPolicies() {
    Map<String, JsonNode> policies = new LinkedHashMap<>();
    for (Path file : files(CASES.resolve("valid"))) {
      policies.put("valid/" + file.getFileName(), PolicySchema.json(text(file)));
    }
    for (Path file : files(CASES)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".policy-tests.json")) {
        JsonNode policy = PolicySchema.json(text(file)).get("policy");
        if (policy.isObject()) {
          policies.put(name, policy);
        }
      } else if (name.endsWith(".policy.json")) {
        policies.put(name, PolicySchema.json(text(file)));
      }
    }
    return policies;
  }

  /** Returns the files that must not load. */
  static List<Path> invalidFiles() {
    return files(CASES.resolve("invalid")).stream()
        .filter(file -> !file.endsWith("expected.json"))
        .toList();
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
