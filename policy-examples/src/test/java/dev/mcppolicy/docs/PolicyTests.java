package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.testing.FileResult;
import dev.mcppolicy.testing.PolicyTestFile;
import dev.mcppolicy.testing.StepResult;
import dev.mcppolicy.testing.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the policy tests of a page. */
final class PolicyTests {

  private PolicyTests() {}

  /** Runs all tests of a block; what enforcing would have answered differently has to be said. */
  static void run(Block block) {
    FileResult result = PolicyTestFile.read(written(block)).run();
    assertThat(result.message()).as(block.where()).isEmpty();
    for (TestResult test : result.tests()) {
      assertThat(test.failure().map(StepResult::message)).as(block.where()).isEmpty();
      for (StepResult step : test.steps()) {
        boolean inShadow = step.decision().flatMap(Decision::shadow).isPresent();
        assertThat(step.expected().contains(", in shadow "))
            .as(block.where() + " " + step.description())
            .isEqualTo(inShadow);
      }
    }
  }

  private static Path written(Block block) {
    try {
      Path file = Files.createTempFile("page", ".policy-tests.json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, block.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
