package dev.mcppolicy.analysis.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a browser makes of the pages that {@code .ci/pages} names. A picture of each is left in
 * {@code target/pages}: in the light, in the dark, narrow, and as on paper.
 */
@Tag("browser")
class GivenPagesBrowserTest {

  private static final Path PICTURES = Path.of("target", "pages");

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> everyPageThatWasNamed() {
    String pages = System.getProperty("mcppolicy.pages", "");
    return Arrays.stream(pages.split(File.pathSeparator))
        .filter(page -> !page.isEmpty())
        .map(Path::of)
        .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> look(page)))
        .toList();
  }

  private void look(Path page) throws Exception {
    String name = page.getFileName().toString().replaceAll("\\.html$", "");
    Files.createDirectories(PICTURES);
    try (Browser browser = new Browser(folder.resolve("profile-" + name))) {
      browser.open(Files.readString(page), folder.resolve("page.html"));
      assertThat(browser.requests()).isEmpty();
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(1);
      assertThat(browser.evaluate("document.querySelectorAll('section').length").asInt())
          .isPositive();
      assertThat(
              browser
                  .evaluate("document.querySelectorAll('img,iframe,link,object,form,base').length")
                  .asInt())
          .isZero();
      picture(browser, name, "light", "screen", false);
      picture(browser, name, "dark", "screen", true);
      picture(browser, name, "paper", "print", false);
      browser.resize(360, 740);
      picture(browser, name, "narrow", "screen", false);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(360);
    }
  }

  private static void picture(
      Browser browser, String name, String kind, String medium, boolean dark) throws Exception {
    browser.show(medium, dark);
    assertThat(browser.evaluate(HtmlPageBrowserTest.CONTRASTS).toString()).as(kind).isEqualTo("[]");
    browser.screenshot(PICTURES.resolve(name + "-" + kind + ".png"));
  }
}
