package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** How often the classifier agrees with labels, and with the numbers of {@code docs/risk.md}. */
class RiskAccuracyTest {

  private static final double LEAST_AGREEMENT = 0.90;
  private static final double MOST_DANGER_MISSED = 0.03;

  private record Labelled(String server, String name, Category label, Risk risk) {
    static Labelled of(String server, String name, String description, String label) {
      ToolDefinition tool = ToolDefinition.of(Map.of("name", name, "description", description));
      Category category = Category.valueOf(label.toUpperCase(Locale.ROOT));
      return new Labelled(server, name, category, Risk.of(server, tool));
    }

    boolean agrees() {
      return risk.category() == label;
    }

    boolean isDanger() {
      return label.compareTo(Category.EXECUTE) >= 0;
    }

    boolean isMissed() {
      return isDanger() && risk.category() == Category.READ;
    }

    int foldOfTool(int folds) {
      return fold(server + "/" + name, folds);
    }

    int foldOfServer(int folds) {
      return fold(server, folds);
    }

    private static int fold(String text, int folds) {
      CRC32 hash = new CRC32();
      hash.update(text.getBytes(UTF_8));
      return (int) (hash.getValue() % folds);
    }
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = RiskAccuracyTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  /** The labels of Intercept's scaffolds. */
  private static List<Labelled> labelledByOthers() throws Exception {
    Node node =
        JsonReader.read(resource("/tool-risk.json"), new Findings(), JsonReader.Numbers.ANY);
    List<Labelled> all = new ArrayList<>();
    ListNode tools = (ListNode) Objects.requireNonNull(((ObjectNode) node).get("tools"));
    for (Node element : tools.elements()) {
      Map<?, ?> tool = (Map<?, ?>) Objects.requireNonNull(element.toPlain());
      all.add(
          Labelled.of(
              (String) tool.get("server"),
              (String) tool.get("tool"),
              (String) tool.get("description"),
              (String) tool.get("category")));
    }
    return all;
  }

  /** Labels that the classifier's words were not written with. */
  private static List<Labelled> heldBack() throws Exception {
    return labelledByHand("/tool-risk-more.txt");
  }

  /** The same of other kinds of servers: stores, queues, clouds, browsers, desktops. */
  private static List<Labelled> heldBackLater() throws Exception {
    return labelledByHand("/tool-risk-third.txt");
  }

  private static List<Labelled> labelledByHand(String resource) throws Exception {
    return new String(resource(resource), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| ", 4))
        .map(part -> Labelled.of(part[1], part[2], part[3], part[0]))
        .toList();
  }

  private static void assertAccurate(List<Labelled> tools) {
    long agreed = tools.stream().filter(Labelled::agrees).count();
    long danger = tools.stream().filter(Labelled::isDanger).count();
    List<Labelled> missed = tools.stream().filter(Labelled::isMissed).toList();
    assertThat((double) agreed / tools.size()).isGreaterThanOrEqualTo(LEAST_AGREEMENT);
    assertThat((double) missed.size() / danger)
        .as("called Read: %s", missed)
        .isLessThanOrEqualTo(MOST_DANGER_MISSED);
  }

  @Test
  void itAgreesWithTheLabelsOfOthersOnEitherHalf() throws Exception {
    List<Labelled> all = labelledByOthers();
    assertThat(all).hasSize(336);
    assertAccurate(all.stream().filter(tool -> tool.foldOfTool(2) == 0).toList());
    assertAccurate(all.stream().filter(tool -> tool.foldOfTool(2) == 1).toList());
  }

  @Test
  void itAgreesOnWholeServersAtATime() throws Exception {
    for (int i = 0; i < 4; i++) {
      int fold = i;
      assertAccurate(
          labelledByOthers().stream().filter(tool -> tool.foldOfServer(4) == fold).toList());
    }
  }

  @Test
  void itAgreesWithLabelsThatWereHeldBack() throws Exception {
    assertAccurate(heldBack());
    assertAccurate(heldBackLater());
  }

  @Test
  void noNameOfTheDataStandsInTheVocabulary() throws Exception {
    List<String> words =
        List.of(
            new String(resource("vocabulary.txt"), UTF_8).toLowerCase(Locale.ROOT).split("\\s+"));
    for (Labelled tool : labelledByOthers()) {
      if (tool.name().matches(".*[_-].*|.*[a-z][A-Z].*")) {
        assertThat(words).doesNotContain(tool.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void thePageShowsTheseNumbers(TestReporter reporter) throws Exception {
    String page = Files.readString(Path.of("../docs/risk.md"));
    reporter.publishEntry("folds", folds());
    assertThat(page)
        .contains(matrix(labelledByOthers()))
        .contains(matrix(heldBack()))
        .contains(matrix(heldBackLater()))
        .contains(folds());
  }

  private static String folds() throws Exception {
    StringBuilder out =
        new StringBuilder("| fold | agreed | dangerous, called Read |\n|---|--:|--:|");
    for (int i = 0; i < 2; i++) {
      int fold = i;
      fold(
          "half " + (i + 1) + " of the tools",
          labelledByOthers().stream().filter(tool -> tool.foldOfTool(2) == fold).toList(),
          out);
    }
    for (int i = 0; i < 4; i++) {
      int fold = i;
      fold(
          "quarter " + (i + 1) + " of the servers",
          labelledByOthers().stream().filter(tool -> tool.foldOfServer(4) == fold).toList(),
          out);
    }
    fold("second list", heldBack(), out);
    fold("third list", heldBackLater(), out);
    return out.toString();
  }

  private static void fold(String name, List<Labelled> tools, StringBuilder out) {
    long agreed = tools.stream().filter(Labelled::agrees).count();
    long danger = tools.stream().filter(Labelled::isDanger).count();
    long missed = tools.stream().filter(Labelled::isMissed).count();
    out.append("\n| ").append(name).append(" | ").append(agreed).append(" of ");
    out.append(tools.size()).append(" | ").append(missed).append(" of ");
    out.append(danger).append(" |");
  }

  private static String matrix(List<Labelled> tools) {
    StringBuilder out = new StringBuilder("| labelled, called |");
    for (Category called : Category.values()) {
      out.append(' ').append(called.title()).append(" |");
    }
    out.append("\n|---|").append("--:|".repeat(Category.values().length));
    for (Category label : Category.values()) {
      out.append("\n| ").append(label.title()).append(" |");
      for (Category called : Category.values()) {
        long count =
            tools.stream()
                .filter(tool -> tool.label() == label && tool.risk().category() == called)
                .count();
        out.append(' ').append(count).append(" |");
      }
    }
    long agreed = tools.stream().filter(Labelled::agrees).count();
    return out.append("\n\n").append(agreed).append(" of ").append(tools.size()).toString();
  }
}
