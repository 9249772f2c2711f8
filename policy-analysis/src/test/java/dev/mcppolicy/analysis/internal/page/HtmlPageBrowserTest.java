package dev.mcppolicy.analysis.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of a page. */
@Tag("browser")
class HtmlPageBrowserTest {

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    browser.close();
  }

  private static void open(Page page) throws Exception {
    browser.show("screen", false);
    browser.open(page.print(), folder.resolve("page.html"));
  }

  private static String text(String expression) throws Exception {
    return browser.evaluate(expression).asText();
  }

  private static Page tools() {
    DataTable table =
        DataTable.of(
                "tools",
                "Tools",
                DataTable.Column.text("Tool"),
                DataTable.Column.text("Risk"),
                DataTable.Column.number("Calls"))
            .facet("risk", "Risk", List.of("low", "high"));
    table.row().cell("read_file").ranked(Tone.GOOD.badge("low"), 0).cell(1200).facet("risk", "low");
    table.row().cell("delete_file").ranked(Tone.BAD.badge("high"), 2).cell(7).facet("risk", "high");
    table
        .row()
        .cell(
            Element.of(
                "div", Html.text("run_query"), Page.copyable("{\"rate_limit\": \"10/minute\"}")))
        .ranked(Tone.BAD.badge("high"), 2)
        .cell(31)
        .facet("risk", "high");
    return Page.titled("Tools").section("tools", "Tools", table.toElement());
  }

  private static String shown() throws Exception {
    return text(
        "[...document.querySelectorAll('tbody tr')].filter(r => r.getClientRects().length > 0)"
            + ".map(r => r.cells[0].textContent.match(/^\\w+/)[0]).join(' ')");
  }

  @Test
  void aPageLoadsNothingAndBreaksNoRuleOfItsOwn() throws Exception {
    for (String hostile : HtmlPageTest.HOSTILE) {
      open(HtmlPageTest.everywhere(hostile));
      assertThat(browser.requests()).as(hostile).isEmpty();
      assertThat(browser.complaints()).as(hostile).isEmpty();
      assertThat(browser.evaluate("document.scripts.length").asInt()).as(hostile).isEqualTo(1);
      assertThat(
              browser
                  .evaluate("document.querySelectorAll('img,iframe,link,object').length")
                  .asInt())
          .isZero();
      assertThat(text("document.documentElement.className")).isEqualTo("scripted");
    }
  }

  @Test
  void whatIsNotThePagesOwnDoesNotRun() throws Exception {
    open(tools());
    browser.evaluate(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.broken = 1';"
            + " document.body.append(s); const i = document.createElement('img');"
            + " i.src = 'https://example.invalid/x.png'; document.body.append(i);"
            + " return fetch('https://example.invalid/').catch(() => 0); })()");
    assertThat(browser.evaluate("window.broken === undefined").asBoolean()).isTrue();
    assertThat(browser.complaints())
        .isNotEmpty()
        .allMatch(c -> c.contains("Content Security Policy"));
  }

  @Test
  void theKeyboardSearchesFiltersAndGoesThroughRows() throws Exception {
    open(tools());
    assertThat(shown()).isEqualTo("read_file delete_file run_query");
    browser.press("/");
    browser.type("file DEL");
    assertThat(shown()).isEqualTo("delete_file");
    assertThat(text("document.querySelector('[data-count]').textContent")).isEqualTo("1 of 3");
    browser.press("Escape");
    assertThat(shown()).isEqualTo("read_file delete_file run_query");
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    assertThat(text("document.activeElement.cells[0].textContent")).isEqualTo("delete_file");
    browser.press("ArrowUp");
    browser.press("ArrowUp");
    assertThat(text("document.activeElement.type")).isEqualTo("search");
    browser.press("Tab");
    browser.type("h");
    assertThat(shown()).isEqualTo("delete_file run_query");
  }

  @Test
  void columnsAreSortedBothWays() throws Exception {
    open(tools());
    browser.evaluate("document.querySelectorAll('thead button')[2].focus()");
    browser.press("Enter");
    assertThat(shown()).isEqualTo("read_file run_query delete_file");
    browser.press("Enter");
    assertThat(shown()).isEqualTo("delete_file run_query read_file");
    browser.evaluate("document.querySelectorAll('thead button')[0].click()");
    assertThat(shown()).isEqualTo("delete_file read_file run_query");
    assertThat(text("document.querySelectorAll('[aria-sort]').length")).isEqualTo("1");
  }

  @Test
  void aRowsCodeIsCopied() throws Exception {
    open(tools());
    browser.evaluate(
        "(() => { window.copied = []; Object.defineProperty(navigator, 'clipboard', { value:"
            + " { writeText: t => { copied.push(t); return Promise.resolve(); } } }); })()");
    browser.evaluate("document.querySelectorAll('tbody tr')[2].focus()");
    browser.press("c");
    assertThat(text("copied.join()")).isEqualTo("{\"rate_limit\": \"10/minute\"}");
    assertThat(text("document.querySelector('[data-copy]').textContent")).isEqualTo("Copied");
  }

  @Test
  void textCanBeReadInTheLightInTheDarkAndOnPaper() throws Exception {
    open(HtmlPageTest.everywhere("harmless"));
    for (String medium : List.of("screen", "print")) {
      for (boolean dark : List.of(false, true)) {
        browser.show(medium, dark);
        assertThat(browser.evaluate(CONTRASTS).toString()).as(medium + " " + dark).isEqualTo("[]");
      }
    }
    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(text("getComputedStyle(document.querySelector('.controls')).display"))
        .isEqualTo("none");
    browser.show("screen", true);
    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(18, 23, 30)");
  }

  @Test
  void aNarrowWindowNeedsNoScrollingSideways() throws Exception {
    browser.resize(360, 740);
    try {
      open(
          HtmlPageTest.everywhere(
              "a_tool_with_a_name_that_is_far_too_long_for_a_telephone".repeat(3)));
      assertThat(
              text(
                  "[...document.querySelectorAll('body *')].filter(e => !e.closest('.wide > *') &&"
                      + " e.getBoundingClientRect().right > 360).map(e => e.tagName + '.' +"
                      + " e.getAttribute('class')).join(' ')"))
          .isEmpty();
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(360);
    } finally {
      browser.resize(1280, 900);
    }
  }

  /** Lists the texts whose contrast is below 4.5, with their colours. */
  static final String CONTRASTS =
      """
      (() => {
        const numbers = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => {
          const [r, g, b] = numbers(c).map(v => v / 255)
              .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = e => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if (!(numbers(c)[3] === 0)) return c;
          }
          return 'rgb(255, 255, 255)';
        };
        const bad = [];
        for (const e of document.querySelectorAll('body *')) {
          const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== '');
          if (!own || e.getClientRects().length === 0 || e.matches('script, option, svg title')) continue;
          const ink = getComputedStyle(e)[e.namespaceURI.includes('svg') ? 'fill' : 'color'];
          const [x, y] = [light(ink), light(ground(e))].sort((p, q) => q - p);
          const contrast = (x + 0.05) / (y + 0.05);
          if (contrast < 4.5) bad.push([e.tagName + '.' + e.className, ink, ground(e), contrast]);
        }
        return bad;
      })()
      """;
}
