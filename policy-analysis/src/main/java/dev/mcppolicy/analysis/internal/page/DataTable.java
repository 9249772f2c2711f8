package dev.mcppolicy.analysis.internal.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table that can be searched, filtered and sorted, from the keyboard as well; without scripts it
 * is a table.
 *
 * <p>Not thread-safe.
 */
public final class DataTable {

  private final String id;
  private final String caption;
  private final List<Column> columns;
  private final Map<String, Facet> facets = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * A column.
   *
   * @param title what stands above it
   * @param isNumeric whether it holds numbers
   */
  public record Column(String title, boolean isNumeric) {
    /** Checks that nothing is null. */
    public Column {
      Objects.requireNonNull(title, "title");
    }

    /** Returns a column of texts. */
    public static Column text(String title) {
      return new Column(title, false);
    }

    /** Returns a column of numbers. */
    public static Column number(String title) {
      return new Column(title, true);
    }
  }

  /** By what rows can be filtered. */
  private record Facet(String title, List<String> values) {}

  /** A row of a table. Not thread-safe. */
  public static final class Row {

    private final Element element = Element.of("tr").with("tabindex", "-1");
    private final List<Column> columns;
    private int cells;

    private Row(List<Column> columns) {
      this.columns = columns;
    }

    /** Adds a cell that holds a text. */
    public Row cell(String text) {
      return cell(Html.text(text));
    }

    /** Adds a cell that holds a number. */
    public Row cell(long number) {
      return cell(Html.text(String.format(Locale.ROOT, "%,d", number)), String.valueOf(number));
    }

    /** Adds a cell. */
    public Row cell(Html content) {
      return cell(content, null);
    }

    /** Adds a cell that is sorted by a number: a rank, for example. */
    public Row ranked(Html content, long rank) {
      return cell(content, String.valueOf(rank));
    }

    /** Says by which value of a facet the row is found. */
    public Row facet(String facet, String value) {
      element.with("data-facet-" + facet, value);
      return this;
    }

    private Row cell(Html content, @Nullable String order) {
      if (cells == columns.size()) {
        throw new IllegalArgumentException("a row must have " + columns.size() + " cells");
      }
      Element cell = cells == 0 ? Element.of("th").with("scope", "row") : Element.of("td");
      if (columns.get(cells).isNumeric()) {
        cell.styled("number");
      }
      if (order != null) {
        cell.with("data-order", order);
      }
      element.add(cell.add(content));
      cells++;
      return this;
    }
  }

  private DataTable(String id, String caption, List<Column> columns) {
    this.id = Objects.requireNonNull(id, "id");
    this.caption = Objects.requireNonNull(caption, "caption");
    this.columns = List.copyOf(columns);
  }

  /**
   * Returns a table without rows.
   *
   * @param id names it within the page: lower-case letters
   * @param caption what it shows
   */
  public static DataTable of(String id, String caption, Column... columns) {
    if (!id.matches("[a-z]+(?:-[a-z]+)*")) {
      throw new IllegalArgumentException("id must be of lower-case letters: " + id);
    }
    return new DataTable(id, caption, List.of(columns));
  }

  /**
   * Lets the rows be filtered.
   *
   * @param facet names it: lower-case letters
   * @param title what it is called
   * @param values the values that can be chosen
   */
  public DataTable facet(String facet, String title, List<String> values) {
    facets.put(facet, new Facet(title, List.copyOf(values)));
    return this;
  }

  /** Adds a row, and returns it to be filled. */
  public Row row() {
    Row row = new Row(columns);
    rows.add(row);
    return row;
  }

  /** Returns the table with what searches it. */
  public Element toElement() {
    Element head = Element.of("tr");
    for (Column column : columns) {
      Element title = Element.of("th", column.title()).with("scope", "col");
      head.add(column.isNumeric() ? title.styled("number") : title);
    }
    Element body = Element.of("tbody");
    rows.forEach(row -> body.add(row.element));
    Element table =
        Element.of("table", Element.of("caption", caption), Element.of("thead", head), body)
            .with("id", id);
    Element wide =
        Element.of("div", table)
            .styled("wide")
            .with("role", "region")
            .with("aria-label", caption)
            .with("tabindex", "0");
    return Element.of("div", controls(), wide).styled("data").with("data-table", id);
  }

  private Element controls() {
    Element controls = Element.of("div").styled("controls");
    controls.add(
        Element.of(
            "label",
            Html.text("Search "),
            Element.of("input")
                .with("type", "search")
                .with("autocomplete", "off")
                .with("spellcheck", "false")
                .with("data-search", id)));
    facets.forEach(
        (name, facet) -> {
          Element choice = Element.of("select").with("data-filter", name);
          choice.add(Element.of("option", "all").with("value", ""));
          facet.values().forEach(v -> choice.add(Element.of("option", v).with("value", v)));
          controls.add(Element.of("label", Html.text(facet.title() + " "), choice));
        });
    return controls.add(Element.of("output").with("data-count", id).with("role", "status"));
  }
}
