package dev.mcppolicy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The policies of the conformance cases; the tests among the cases are run by policy-testing. */
class ConformanceTest {

  private static final Path CASES = cases();

  @TestFactory
  Stream<DynamicTest> everyValidPolicyLoads() {
    return files(CASES.resolve("valid"), name -> name.endsWith(".json"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> assertThatCode(() -> reload(file)).doesNotThrowAnyException()));
  }

  private static void reload(Path file) {
    Policy policy = Policy.load(file);
    assertThat(Policy.parse(policy.toJson())).isEqualTo(policy);
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidPolicyIsRefusedWhereItIsWrong() throws IOException {
    Path folder = CASES.resolve("invalid");
    Node expected =
        JsonReader.read(
            Files.readAllBytes(folder.resolve("expected.json")),
            new Findings(),
            JsonReader.Numbers.ANY);
    List<Member> members = ((ObjectNode) Objects.requireNonNull(expected)).members();
    assertThat(files(folder, name -> !name.equals("expected.json"))).hasSameSizeAs(members);
    return members.stream()
        .map(
            member ->
                DynamicTest.dynamicTest(
                    member.name(),
                    () -> isRefused(folder.resolve(member.name()), (ObjectNode) member.value())));
  }

  private static void isRefused(Path file, ObjectNode expected) {
    assertThatThrownBy(() -> Policy.load(file))
        .isInstanceOfSatisfying(
            InvalidPolicyException.class,
            refusal -> {
              List<String> reported =
                  refusal.problems().stream().map(PolicyProblem::pointer).toList();
              assertThat(reported).isNotEmpty();
              for (Node alternatives : ((ListNode) expected.get("at")).elements()) {
                assertThat(texts(alternatives))
                    .as(refusal.getMessage())
                    .containsAnyElementsOf(reported);
              }
            });
  }

  private static List<String> texts(Node node) {
    return ((ListNode) node)
        .elements().stream().map(element -> ((TextNode) element).text()).toList();
  }

  private static Stream<Path> files(Path folder, Predicate<String> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = new ArrayList<>();
      files
          .filter(Files::isRegularFile)
          .filter(file -> wanted.test(name(file)))
          .sorted()
          .forEach(found::add);
      return found.stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  private static Path cases() {
    try {
      return Path.of(
          Objects.requireNonNull(ConformanceTest.class.getResource("/conformance")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
