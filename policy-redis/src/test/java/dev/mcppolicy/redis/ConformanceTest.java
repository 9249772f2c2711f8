package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.testing.PolicyTest;
import dev.mcppolicy.testing.PolicyTestFile;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.TestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conformance cases of the language, with counters in Redis: every verdict is the same. */
class ConformanceTest {

  @Test
  void everyCaseIsJudgedAsWithCountersInMemory() throws Exception {
    Path folder = Path.of(ConformanceTest.class.getResource("/conformance").toURI());
    List<TestResult> failed = new ArrayList<>();
    int run = 0;
    for (PolicyTestFile file : PolicyTestSuite.read(List.of(folder)).files()) {
      if (!file.path().getParent().equals(folder)) {
        // One of those that have to be refused, or to fail.
        continue;
      }
      Policy policy = file.policy().orElseThrow();
      for (PolicyTest test : file.tests()) {
        try (RedisCounterStore store = Stores.virtual()) {
          TestResult result = test.run(policy, store);
          run++;
          if (!result.passed()) {
            failed.add(result);
          }
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(run).isGreaterThan(400);
  }
}
