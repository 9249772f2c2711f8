package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every block of the README and of docs is what it says it is. */
class BlocksTest {

  /** What may stand after a fence; what isn't JSON or Java is only shown. */
  private static final Set<List<String>> KINDS =
      Set.of(
          List.of("json"),
          List.of("json", "fragment"),
          List.of("json", "invalid"),
          List.of("json", "policy-tests"),
          List.of("json", "settings"),
          List.of("java"),
          List.of("java", "class"),
          List.of("java", "run"),
          List.of("text"),
          List.of("xml"),
          List.of("sh"));

  /** Where a fragment may stand: it has to load in one of these places. */
  private static final List<String> PLACES =
      List.of(
          "{\"version\": \"1\", \"default\": \"deny\", %s}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {%s}}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": %s}}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {%s}}}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"limits\": [%s]}}}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"require\": [%s]}}}",
          "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"require\":"
              + " [{\"conditions\": [%s]}]}}}");

  // Held, or it may be collected and forget its level
  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");
  private static final List<Page> PAGES = Page.proved();

  @TempDir static Path folder;

  /** Pages show what an engine does when something fails, which it also logs. */
  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void hear() {
    LOG.setLevel(null);
  }

  @TestFactory
  Stream<DynamicTest> everyBlockIsOfAKnownKind() {
    return each(block -> true, block -> assertThat(KINDS).contains(block.info()));
  }

  @TestFactory
  Stream<DynamicTest> everyPolicyLoads() {
    return each(
        block -> block.isPlain("json"),
        block ->
            assertThatCode(() -> Policy.parse(block.text()))
                .as(block.where())
                .doesNotThrowAnyException());
  }

  @TestFactory
  Stream<DynamicTest> everyFragmentLoadsWhereItBelongs() {
    return each(block -> block.is("json", "fragment"), BlocksTest::loadsSomewhere);
  }

  private static void loadsSomewhere(Block block) {
    List<String> refusals = new ArrayList<>();
    for (String place : PLACES) {
      try {
        Policy.parse(place.replace("%s", block.text()));
        return;
      } catch (InvalidPolicyException e) {
        refusals.add(e.getMessage());
      }
    }
    assertThat(refusals).as(block.where()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidPolicyIsRefusedAsItIsShown() {
    return each(
        block -> block.is("json", "invalid"),
        block -> {
          Path file = folder.resolve("policy.json");
          Files.writeString(file, block.text());
          assertThatThrownBy(() -> Policy.load(file))
              .as(block.where())
              .isInstanceOfSatisfying(
                  InvalidPolicyException.class,
                  refusal ->
                      assertThat(
                              refusal.getMessage().replace(file.toString(), "policy.json") + "\n")
                          .isEqualTo(shownAfter(block)));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyPolicyTestHolds() {
    return each(block -> block.is("json", "policy-tests"), PolicyTests::run);
  }

  @TestFactory
  Stream<DynamicTest> everyOtherJsonIsJson() {
    return each(
        block -> block.is("json", "settings"),
        block -> assertThatCode(() -> Json.read(block.text())).doesNotThrowAnyException());
  }

  @Test
  void allJavaCompilesAndPrintsWhatIsShown() throws Exception {
    List<Block> java =
        PAGES.stream().flatMap(page -> page.blocks().stream()).filter(b -> b.is("java")).toList();
    assertThat(java).isNotEmpty();
    Snippets snippets = Snippets.compile(java, folder);
    for (Block block : java) {
      if (block.is("java", "run")) {
        assertThat(snippets.run(block)).as(block.where()).isEqualTo(shownAfter(block));
      }
    }
  }

  private static String shownAfter(Block block) {
    Block shown =
        PAGES.stream()
            .filter(page -> page.name().equals(block.page()))
            .findFirst()
            .flatMap(page -> page.after(block))
            .orElseThrow();
    assertThat(shown.info())
        .as(block.where() + " is followed by its output")
        .containsExactly("text");
    return shown.text();
  }

  private interface Proof {
    void of(Block block) throws IOException;
  }

  private static Stream<DynamicTest> each(Predicate<Block> wanted, Proof proof) {
    List<Block> blocks =
        PAGES.stream().flatMap(page -> page.blocks().stream()).filter(wanted).toList();
    assertThat(blocks).isNotEmpty();
    return blocks.stream().map(block -> dynamicTest(block.where(), () -> prove(proof, block)));
  }

  private static void prove(Proof proof, Block block) {
    try {
      proof.of(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
