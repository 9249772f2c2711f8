package dev.mcppolicy.examples;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.SuiteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each example is short, has a policy with tests, and prints what is expected of it. */
class ExamplesTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/mcppolicy/examples");
  private static final Path POLICIES = Path.of("src/main/resources/policies");
  private static final Path EXPECTED = Path.of("expected");

  /** What needs somebody on the terminal, Redis, or a server from elsewhere. */
  private static final Set<String> TESTED_ELSEWHERE =
      Set.of("ConsoleApprovals", "TenAMinuteTogether", "GuardedFileServer");

  // Held, or it may be collected and forget its level
  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");

  private static Map<String, String> mains() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> text(file).contains("public static void main("))
          .collect(
              toMap(
                  file -> file.getFileName().toString().replace(".java", ""), ExamplesTest::text));
    }
  }

  @Test
  void noMainIsLongerThan60Lines() throws IOException {
    assertThat(mains()).hasSizeGreaterThan(10);
    mains().forEach((name, code) -> assertThat(code.lines().count()).as(name).isLessThan(61));
  }

  @Test
  void everyExampleHasAPolicyAndTestsOfIt() throws IOException {
    for (String name : mains().keySet()) {
      Path alone = POLICIES.resolve(kebab(name) + ".policy-tests.json");
      Path several = POLICIES.resolve(kebab(name));
      assertThat(Files.exists(alone) || Files.isDirectory(several)).as(name).isTrue();
    }
  }

  @Test
  void everyPolicyTestHoldsAndNoRuleIsUntried() {
    SuiteResult result = PolicyTestSuite.read(List.of(POLICIES)).run();
    assertThat(result.isSuccess()).as(result.toString()).isTrue();
    assertThat(result.coverage().percentage()).as(result.coverage().toString()).isEqualTo(100);
  }

  @TestFactory
  Stream<DynamicTest> printsWhatIsExpected() throws IOException {
    return mains().keySet().stream()
        .filter(name -> !TESTED_ELSEWHERE.contains(name))
        .map(
            name ->
                dynamicTest(
                    name,
                    () ->
                        assertThat(printed(name))
                            .isEqualTo(text(EXPECTED.resolve(kebab(name) + ".txt")))));
  }

  private static String printed(String name) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    LOG.setLevel(Level.OFF);
    try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      Class.forName("dev.mcppolicy.examples." + name)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
      LOG.setLevel(null);
    }
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=A)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
