package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The language's conformance cases, from the shell. */
class ConformanceTest {

  private static final Path CASES = Fixtures.resource("/conformance");
  private static final String TESTS = ".policy-tests.json";

  @Test
  void everyTestPasses() throws IOException {
    Run run = Run.of(args("test", files(CASES, TESTS)));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("\n464 passed, 0 failed\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void everyInvalidTestFileFails() throws IOException {
    for (String file : files(CASES.resolve("invalid-tests"), TESTS)) {
      Run run = Run.of("test", file);
      assertThat(run.exit()).as(file).isEqualTo(1);
      assertThat(run.out()).as(file).endsWith("0 passed, 1 failed\n");
    }
  }

  @Test
  void everyValidPolicyAndEveryTestFileIsChecked() throws IOException {
    List<String> files = new ArrayList<>(files(CASES.resolve("valid"), ".json"));
    files.addAll(files(CASES, ".json"));
    assertThat(Run.of(args("check", files)))
        .isEqualTo(new Run(0, files.size() + " files, no problems\n", ""));
  }

  @Test
  void everyInvalidPolicyIsRefusedWhereItIsExpected() throws IOException {
    Path folder = CASES.resolve("invalid");
    Map<?, ?> expected = (Map<?, ?>) json(Files.readString(folder.resolve("expected.json")));
    List<String> files = files(folder, ".json");
    files.removeIf(file -> file.endsWith("expected.json"));
    assertThat(expected).hasSameSizeAs(files);
    for (String file : files) {
      Run run = Run.of("check", "--format", "json", file);
      assertThat(run.exit()).as(file).isEqualTo(1);
      List<Object> pointers = new ArrayList<>();
      ((List<?>) json(run.out())).forEach(one -> pointers.add(((Map<?, ?>) one).get("pointer")));
      assertThat(pointers).as(file).isNotEmpty();
      Map<?, ?> about = (Map<?, ?>) expected.get(Path.of(file).getFileName().toString());
      for (Object any : (List<?>) about.get("at")) {
        assertThat(pointers).as(file).containsAnyElementsOf(new ArrayList<Object>((List<?>) any));
      }
    }
  }

  private static Object json(String text) {
    Findings findings = new Findings();
    Node node = JsonReader.read(text, findings, JsonReader.Numbers.ANY);
    assertThat(findings.inOrder()).isEmpty();
    return node.toPlain();
  }

  private static List<String> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.map(Path::toString).filter(name -> name.endsWith(suffix)).sorted().toList());
    }
  }

  private static String[] args(String command, List<String> files) {
    return Stream.concat(Stream.of(command), files.stream()).toArray(String[]::new);
  }
}
