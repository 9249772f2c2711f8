package dev.mcppolicy.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of policy tests among the tests of a class. */
class FactoryTest {

  private static final Path POLICIES = Path.of("src/test/resources/policies");

  @TestFactory
  Stream<DynamicNode> policies() {
    return PolicyTestFactory.withCoverage(100, POLICIES);
  }

  @Test
  void everyNodeKnowsItsPlace() {
    DynamicContainer file =
        (DynamicContainer) PolicyTestFactory.from(POLICIES).findFirst().orElseThrow();
    DynamicContainer test = (DynamicContainer) file.getChildren().findFirst().orElseThrow();
    DynamicNode step = test.getChildren().skip(1).findFirst().orElseThrow();
    String uri = POLICIES.resolve("payments.policy-tests.json").toUri().toString();
    assertThat(file.getDisplayName()).endsWith("policies/payments.policy-tests.json");
    assertThat(file.getTestSourceUri()).map(Object::toString).contains(uri);
    assertThat(test.getDisplayName()).isEqualTo("only what is listed");
    assertThat(test.getTestSourceUri()).map(Object::toString).contains(uri + "?line=4&column=5");
    assertThat(step.getDisplayName()).isEqualTo("call refund: deny");
    assertThat(step.getTestSourceUri()).map(Object::toString).contains(uri + "?line=7&column=9");
  }
}
