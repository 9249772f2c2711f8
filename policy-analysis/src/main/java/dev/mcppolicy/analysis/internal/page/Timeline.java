package dev.mcppolicy.analysis.internal.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A chart of one column for each stretch of time, whose parts stand on each other. Its numbers
 * stand in a table below, which is opened on demand.
 *
 * <p>Not thread-safe.
 */
public final class Timeline {

  private static final int HEIGHT = 140;
  private static final int ABOVE = 18;

  private final String caption;
  private final List<Series> series;
  private final List<Stack> columns = new ArrayList<>();

  private Timeline(String caption, List<Series> series) {
    this.caption = Objects.requireNonNull(caption, "caption");
    this.series = List.copyOf(series);
  }

  /** Returns a chart without columns. */
  public static Timeline of(String caption, List<Series> series) {
    return new Timeline(caption, series);
  }

  /**
   * Adds a column.
   *
   * @param label what it is of
   * @param values a number for each series
   * @throws IllegalArgumentException if there are more or fewer, or one is negative
   */
  public Timeline column(String label, long... values) {
    columns.add(Stack.of(series, label, values));
    return this;
  }

  /** Returns the chart. */
  public Element toElement() {
    return Element.of(
        "figure",
        Element.of("figcaption", caption),
        Series.legend(series),
        drawing(),
        ends(),
        Element.of("details", Element.of("summary", "The numbers"), numbers()));
  }

  private Element drawing() {
    long highest = Stack.largest(columns);
    Element drawing =
        Element.of("svg")
            .styled("timeline")
            .with("width", "100%")
            .with("height", String.valueOf(ABOVE + HEIGHT + 1))
            .with("role", "img")
            .with("aria-label", caption)
            .with("focusable", "false");
    drawing.add(axis(ABOVE), axis(ABOVE + HEIGHT));
    drawing.add(
        Element.of("text", String.format(Locale.ROOT, "%,d", highest))
            .with("x", "0")
            .with("y", String.valueOf(ABOVE - 5)));
    for (int i = 0; i < columns.size(); i++) {
      drawing.add(drawn(i, highest));
    }
    return drawing;
  }

  private Element drawn(int index, long highest) {
    Stack column = columns.get(index);
    Element group = Element.of("g");
    group.add(Element.of("title", column.label() + ": " + column.describe(series)));
    double bottom = ABOVE + HEIGHT;
    for (int i = 0; i < series.size(); i++) {
      long value = column.values().get(i);
      if (value > 0) {
        double height = (double) value / highest * HEIGHT;
        bottom -= height;
        group.add(
            Element.of("rect")
                .styled(series.get(i).tone().style())
                .with("x", Stack.percent(10L * index + 1, 10L * columns.size()))
                .with("width", Stack.percent(8, 10L * columns.size()))
                .with("y", String.format(Locale.ROOT, "%.2f", bottom))
                .with("height", String.format(Locale.ROOT, "%.2f", height)));
      }
    }
    return group;
  }

  private static Element axis(int y) {
    return Element.of("line")
        .styled("axis")
        .with("x1", "0")
        .with("x2", "100%")
        .with("y1", String.valueOf(y))
        .with("y2", String.valueOf(y));
  }

  /** Returns what the first and the last column are of. */
  private Element ends() {
    Element ends = Element.of("div").styled("ends");
    if (!columns.isEmpty()) {
      ends.add(Element.of("span", columns.get(0).label()));
    }
    if (columns.size() > 1) {
      ends.add(Element.of("span", columns.get(columns.size() - 1).label()));
    }
    return ends;
  }

  private Element numbers() {
    Element head = Element.of("tr", Element.of("th", "From").with("scope", "col"));
    for (Series one : series) {
      head.add(Element.of("th", one.name()).with("scope", "col").styled("number"));
    }
    Element body = Element.of("tbody");
    for (Stack column : columns) {
      Element row = Element.of("tr", Element.of("th", column.label()).with("scope", "row"));
      for (long value : column.values()) {
        row.add(Element.of("td", String.format(Locale.ROOT, "%,d", value)).styled("number"));
      }
      body.add(row);
    }
    Element table = Element.of("table", Element.of("thead", head), body);
    return Element.of("div", table).styled("wide");
  }
}
