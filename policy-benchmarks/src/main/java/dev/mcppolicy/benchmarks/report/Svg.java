package dev.mcppolicy.benchmarks.report;

import java.util.Locale;

/** A drawing that grows. */
final class Svg {

  static final String OWN = "#1b6ac9";
  static final String OTHER = "#9aa5b1";
  private static final String INK = "#1f2933";

  private final StringBuilder body = new StringBuilder();

  /** Adds a filled rectangle. */
  void box(double x, double y, double width, double height, String colour) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            colour));
  }

  /** Adds a straight line. */
  void line(double x1, double y1, double x2, double y2, String colour, double width) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%.1f\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour,
            width));
  }

  /** Adds a thin line in the colour of text. */
  void thin(double x1, double y1, double x2, double y2) {
    line(x1, y1, x2, y2, INK, 1);
  }

  /** Adds a text that starts, ends or has its middle at a point, as {@code anchor} says. */
  void text(double x, double y, String anchor, int size, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
            x,
            y,
            anchor,
            size,
            escaped(text)));
  }

  /** Returns the drawing as a file of its own. */
  String drawn(double width, double height, String title) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
            + " height=\"%.0f\" role=\"img\" font-family=\"system-ui, sans-serif\""
            + " fill=\"%s\">%n<title>%s</title>%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
        width,
        height,
        width,
        height,
        INK,
        escaped(title),
        body);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= 0x20 || c == '\n' || c == '\t')
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
