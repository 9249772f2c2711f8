package dev.mcppolicy.analysis.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is printed of a page. */
class HtmlPageTest {

  private static final String ODD = "<>\"'&/!-=script\u202e\u0000 \ud800\n`";

  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "</script><script>document.title='x'</script>",
          "</style><img src=x onerror=alert(1)>",
          "\" onmouseover=\"alert(1)",
          "' autofocus onfocus='alert(1)",
          "<!--",
          "]]>",
          "&lt;b&gt;",
          "&#x3c;b&#x3e;",
          "a\u202egnp.exe",
          "zero\u200bwidth",
          "bell\u0007",
          "tab\there",
          "line\u2028end",
          "half \ud800 pair",
          "tag \udb40\udc41",
          "no\u00a0break",
          "filler\u3164",
          "");

  @Test
  void markupInATextIsShown() {
    assertThat(Element.of("p", "<b onclick='x'>\"&\"</b>"))
        .hasToString("<p>&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;</p>");
  }

  @Test
  void invisibleCharactersAreNamed() {
    assertThat(Element.of("p", "a\u202eb\u0000c\ud800d\udb40\udc41e\u00e9\ud83d\ude00"))
        .hasToString(
            "<p>a<span class=\"unseen\">\\u202e</span>b<span class=\"unseen\">\\u0000</span>c<span"
                + " class=\"unseen\">\\ud800</span>d<span class=\"unseen\">\\udb40\\udc41</span>"
                + "e\u00e9\ud83d\ude00</p>");
    assertThat(Element.of("p", "a\ufffcb").with("title", "\u3164\ufffc"))
        .hasToString("<p title=\"\\u3164\\ufffc\">a<span class=\"unseen\">\\ufffc</span>b</p>");
    assertThat(Element.of("p").with("title", "a\u202e\n\"b"))
        .hasToString("<p title=\"a\\u202e\\u000a&quot;b\"></p>");
  }

  @Test
  void noElementLoadsOrRuns() {
    for (String name :
        List.of(
            "script",
            "style",
            "link",
            "img",
            "iframe",
            "object",
            "form",
            "base",
            "meta",
            "use",
            "foreignObject",
            "animate",
            "p onclick=x",
            "",
            "P")) {
      assertThatThrownBy(() -> Element.of(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("name must be that of an element of pages: " + name);
    }
  }

  @Test
  void noAttributeLoadsOrRuns() {
    for (String name :
        List.of(
            "onclick",
            "style",
            "src",
            "srcset",
            "formaction",
            "action",
            "xlink:href",
            "data-x onclick",
            "data-",
            "srcdoc",
            "background",
            "")) {
      assertThatThrownBy(() -> Element.of("p").with(name, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("attribute must be one of an element of pages: " + name);
    }
    for (String to : List.of("https://example.com", "javascript:alert(1)", "", "//x", " #x")) {
      assertThatThrownBy(() -> Element.of("a").with("href", to))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("href must begin with #: " + to);
    }
  }

  @Test
  void anEmptyElementHoldsNothing() {
    assertThat(Element.of("br")).hasToString("<br>");
    assertThatThrownBy(() -> Element.of("input", "text"))
        .hasMessage("an element holds nothing: input");
  }

  @Test
  void aLeadingLineFeedOfCodeIsKept() {
    assertThat(Element.of("pre", "\nx")).hasToString("<pre>\n\nx</pre>");
  }

  @Test
  void aPageLetsNothingRunButItsScript() {
    String page = Page.titled("T").lead("L").section("a", "A", Html.text("x")).print();
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">\n")
        .contains("default-src 'none'; style-src 'sha256-", "; script-src 'sha256-")
        .contains("base-uri 'none'; form-action 'none'")
        .doesNotContain("unsafe", "http://", "https://", "url(", "@import")
        .endsWith("</html>\n");
    assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(1);
  }

  @Test
  void hostileTextAddsNoElementWhereverItStands() {
    Pattern tag = Pattern.compile("<[a-zA-Z/!]");
    long expected = tag.matcher(everywhere("harmless").print()).results().count();
    for (String hostile : HOSTILE) {
      String page =
          everywhere(hostile).print().replaceAll("<span class=\"unseen\">([^<]*)</span>", "$1");
      assertThat(tag.matcher(page).results().count()).as(hostile).isEqualTo(expected);
    }
    Random random = new Random(20261121);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(ODD.charAt(random.nextInt(ODD.length())));
      }
      String page =
          everywhere(text.toString())
              .print()
              .replaceAll("<span class=\"unseen\">([^<]*)</span>", "$1");
      assertThat(tag.matcher(page).results().count()).as(text.toString()).isEqualTo(expected);
    }
  }

  /** Returns a page that holds a text in each place where somebody else's text may stand. */
  static Page everywhere(String text) {
    List<Series> series = List.of(new Series(text, Tone.GOOD), new Series("denied", Tone.BAD));
    DataTable table =
        DataTable.of("tools", text, DataTable.Column.text(text), DataTable.Column.number("Calls"))
            .facet("risk", text, List.of("low", text));
    table.row().cell(text).cell(3).facet("risk", text);
    table.row().cell(Page.copyable(text)).ranked(Tone.BAD.badge(text), 7);
    return Page.titled(text)
        .lead(text)
        .lead(Page.figures("Calls", "4", text, text))
        .section("bars", text, Bars.of(text, series).bar(text, 3, 1).toElement())
        .section("time", "Time", Timeline.of(text, series).column(text, 3, 1).toElement())
        .section("tools", "Tools", table.toElement());
  }

  @Test
  void aBarIsDrawnToScaleAndSaysItsNumbers() {
    List<Series> series = List.of(new Series("allowed", Tone.GOOD), new Series("denied", Tone.BAD));
    String chart =
        Bars.of("Calls", series)
            .bar("run", 3, 1)
            .bar("idle", 0, 0)
            .bar("list", 1, 0)
            .toElement()
            .toString();
    assertThat(chart)
        .contains("aria-label=\"3 allowed, 1 denied\"")
        .contains("class=\"tone-good\" x=\"0%\" width=\"75%\"")
        .contains("class=\"tone-bad\" x=\"75%\" width=\"25%\"")
        .contains("class=\"tone-good\" x=\"0%\" width=\"25%\"")
        .contains("aria-label=\"nothing\"");
  }

  @Test
  void numbersAtTheirEndsAreDrawn() {
    List<Series> series = List.of(new Series("a", Tone.GOOD), new Series("b", Tone.BAD));
    List<Series> three = List.of(series.get(0), series.get(1), new Series("c", Tone.PLAIN));
    long most = Long.MAX_VALUE;
    assertThat(Bars.of("", three).bar("x", most, most, most).toElement().toString())
        .contains("9,223,372,036,854,775,807")
        .doesNotContain("NaN", "\"-");
    assertThat(Timeline.of("", series).toElement().toString()).contains("<svg");
    assertThatThrownBy(() -> Bars.of("", series).bar("x", 1))
        .hasMessage("values must be 2, one for each series: 1");
    assertThatThrownBy(() -> Bars.of("", series).bar("x", 1, -1))
        .hasMessage("a value must be >= 0: -1");
  }

  @Test
  void aTablePolicesItsMaker() {
    assertThatThrownBy(() -> DataTable.of("A b", ""))
        .hasMessage("id must be of lower-case letters: A b");
    DataTable table = DataTable.of("t", "", DataTable.Column.text("x"));
    assertThatThrownBy(() -> table.row().cell("1").cell("2")).hasMessage("a row must have 1 cells");
  }
}
