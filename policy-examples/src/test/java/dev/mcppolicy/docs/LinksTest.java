package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every link inside the project leads somewhere, every page can be found, and begins well. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  @Test
  void everyRelativeLinkAndAnchorResolves() {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Page page : Page.all()) {
      Matcher link = LINK.matcher(String.join("\n", page.prose()));
      while (link.find()) {
        links++;
        if (!ELSEWHERE.matcher(link.group(1)).matches() && !resolves(page, link.group(1))) {
          broken.add(page.name() + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  @Test
  void theIndexLeadsToEveryPage() {
    Page index = Page.of("docs/README.md");
    for (Page page : Page.proved()) {
      if (page.name().startsWith("docs/") && !page.name().equals(index.name())) {
        assertThat(index.text()).contains("(" + page.name().substring("docs/".length()) + ")");
      }
    }
  }

  @Test
  void everyPageBeginsWithTheQuestionThatItAnswers() {
    for (Page page : Page.proved()) {
      if (page.name().startsWith("docs/") && !page.name().equals("docs/README.md")) {
        String first =
            page.prose().stream()
                .dropWhile(line -> line.startsWith("#") || line.isBlank())
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        assertThat(first).as(page.name()).contains("?");
      }
    }
  }

  private static boolean resolves(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target) || !target.startsWith(Page.ROOT)) {
      return false;
    }
    return parts.length == 1
        || Page.of(Page.ROOT.relativize(target).toString().replace('\\', '/'))
            .anchors()
            .containsKey(parts[1]);
  }
}
