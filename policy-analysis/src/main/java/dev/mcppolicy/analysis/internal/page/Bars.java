package dev.mcppolicy.analysis.internal.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A chart of one bar for each label, whose parts stand side by side. It is a table whose numbers
 * can be read without the bars.
 *
 * <p>Not thread-safe.
 */
public final class Bars {

  private static final String HEIGHT = "14";

  private final String caption;
  private final List<Series> series;
  private final List<Stack> bars = new ArrayList<>();

  private Bars(String caption, List<Series> series) {
    this.caption = Objects.requireNonNull(caption, "caption");
    this.series = List.copyOf(series);
  }

  /** Returns a chart without bars. */
  public static Bars of(String caption, List<Series> series) {
    return new Bars(caption, series);
  }

  /**
   * Adds a bar.
   *
   * @param label what it is of
   * @param values a number for each series
   * @throws IllegalArgumentException if there are more or fewer, or one is negative
   */
  public Bars bar(String label, long... values) {
    bars.add(Stack.of(series, label, values));
    return this;
  }

  /** Returns the chart. */
  public Element toElement() {
    long longest = Stack.largest(bars);
    Element body = Element.of("tbody");
    for (Stack bar : bars) {
      body.add(
          Element.of(
              "tr",
              Element.of("th", bar.label()).with("scope", "row"),
              Element.of("td", drawn(bar, longest)).styled("bar"),
              Element.of("td", String.format(Locale.ROOT, "%,d", bar.total())).styled("number")));
    }
    return Element.of(
        "figure",
        Element.of("figcaption", caption),
        Series.legend(series),
        Element.of("table", body).styled("bars"));
  }

  private Element drawn(Stack bar, long longest) {
    String description = bar.describe(series);
    Element drawing =
        Element.of("svg")
            .with("width", "100%")
            .with("height", HEIGHT)
            .with("role", "img")
            .with("aria-label", description)
            .with("focusable", "false");
    drawing.add(Element.of("title", description));
    for (int i = 0; i < series.size(); i++) {
      if (bar.values().get(i) > 0) {
        drawing.add(
            Element.of("rect")
                .styled(series.get(i).tone().style())
                .with("x", Stack.percent(bar.before(i), longest))
                .with("width", Stack.percent(bar.values().get(i), longest))
                .with("height", HEIGHT));
      }
    }
    return drawing;
  }
}
