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

  /** A4 at 96 dots an inch. */
  private static final int PAPER_WIDTH = 794;

  /** Counts the rows that the first table shows. */
  private static final String ROWS =
      "[...document.querySelector('[type=search]').closest('[data-table]').querySelectorAll('tbody tr')]"
          + ".filter(r => r.getClientRects().length > 0).length";

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
      browser.resize(PAPER_WIDTH, 1123);
      picture(browser, name, "paper", "print", false);
      paper(browser);
      browser.show("screen", false);
      keyboard(browser);
      browser.resize(360, 740);
      picture(browser, name, "narrow", "screen", false);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(360);
    }
  }

  /** Searches a table, looks at what is left, and goes through its rows, without a mouse. */
  private static void keyboard(Browser browser) throws Exception {
    if (browser.evaluate("document.querySelectorAll('[type=search]').length").asInt() == 0) {
      return;
    }
    int rows = browser.evaluate(ROWS).asInt();
    assertThat(rows).isPositive();
    browser.press("/");
    assertThat(browser.evaluate("document.activeElement.type").asText()).isEqualTo("search");
    browser.type("no row holds this");
    assertThat(browser.evaluate(ROWS).asInt()).isZero();
    browser.press("Escape");
    assertThat(browser.evaluate(ROWS).asInt()).isEqualTo(rows);
    browser.press("ArrowDown");
    assertThat(browser.evaluate("document.activeElement.tagName").asText()).isEqualTo("TR");
  }

  /** On paper nothing is cut off, every row is there, and nothing asks to be pressed. */
  private static void paper(Browser browser) throws Exception {
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(PAPER_WIDTH);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('button, input, select')]"
                        + ".filter(e => e.getClientRects().length > 0 && !e.closest('thead')).length")
                .asInt())
        .isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('tbody tr')]"
                        + ".filter(r => r.getClientRects().length === 0).length")
                .asInt())
        .isZero();
  }

  private static void picture(
      Browser browser, String name, String kind, String medium, boolean dark) throws Exception {
    browser.show(medium, dark);
    assertThat(browser.evaluate(HtmlPageBrowserTest.CONTRASTS).toString()).as(kind).isEqualTo("[]");
    browser.screenshot(PICTURES.resolve(name + "-" + kind + ".png"));
  }
}
