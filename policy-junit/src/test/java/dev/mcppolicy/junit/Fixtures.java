package dev.mcppolicy.junit;

import dev.mcppolicy.Policy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Classes that other tests launch; nested, so that the build doesn't. */
final class Fixtures {

  private Fixtures() {}

  @PolicyTests("conformance")
  static class Conformance {}

  @PolicyTests(value = "policies", coverage = 100, mutation = true)
  @Tag("policies")
  static class Passing {}

  @PolicyTests(value = "failing", coverage = 100, mutation = true)
  static class Failing {}

  @PolicyTests("no-such-folder")
  static class Missing {}

  @PolicyTests({})
  static class Empty {}

  @PolicyTests(value = "policies", coverage = 101)
  static class TooMuch {}

  static class Factory {
    @TestFactory
    Stream<DynamicNode> failing() {
      return PolicyTestFactory.withCoverage(100, Path.of("src/test/resources/failing"));
    }
  }

  static class ConformanceFactory {
    @TestFactory
    Stream<DynamicNode> conformance() {
      return PolicyTestFactory.from(Path.of("target/test-classes/conformance"));
    }
  }

  static class Fluent {
    @Test
    void passes() {
      tester().call("run", Map.of("n", 1)).isAllowed().then().isDenied();
    }

    @Test
    void fails() {
      tester().call("run", Map.of("n", 1)).isDenied();
    }

    private static PolicyTester tester() {
      return PolicyTester.of(
          Policy.parse(
              "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"run\": {\"rate_limit\":"
                  + " \"1/minute\"}}}"));
    }
  }
}
