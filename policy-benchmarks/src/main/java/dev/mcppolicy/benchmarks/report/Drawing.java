package dev.mcppolicy.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws charts. */
final class Drawing {

  private static final double WIDTH = 760;
  private static final double LEFT = 270;
  private static final double RIGHT = 130;
  private static final double TOP = 58;
  private static final double ROW = 28;
  private static final double PLOT = 260;
  private static final double MARGIN = 70;

  private Drawing() {}

  /** What has a bar, and how long it is. */
  private record Measured(Chart.Bar bar, Figure figure) {}

  /** A point of a line. */
  private record Point(double x, Figure y) {}

  /** Draws a chart, or nothing if nothing in it was measured. */
  static Optional<String> of(Chart chart, Results results) {
    return chart.lines().isEmpty() ? bars(chart, results) : lines(chart, results);
  }

  private static Optional<String> bars(Chart chart, Results results) {
    List<Measured> measured = new ArrayList<>();
    for (Chart.Bar bar : chart.bars()) {
      scaled(chart, results.figure(bar.id()))
          .ifPresent(figure -> measured.add(new Measured(bar, figure)));
    }
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    Axis axis =
        Axis.over(
            chart.log(),
            measured.stream().mapToDouble(m -> m.figure().least()).min().orElse(1),
            measured.stream().mapToDouble(m -> m.figure().most()).max().orElse(1),
            LEFT,
            WIDTH - RIGHT);
    Svg svg = new Svg();
    svg.text(16, 26, "start", 16, chart.title());
    svg.text(16, 44, "start", 12, chart.unit() + (chart.log() ? ", on a logarithmic scale" : ""));
    double y = TOP;
    for (Measured one : measured) {
      Figure figure = one.figure();
      double end = axis.at(figure.median());
      svg.text(LEFT - 8, y + 16, "end", 13, one.bar().label());
      svg.box(LEFT, y + 4, end - LEFT, ROW - 10, one.bar().own() ? Svg.OWN : Svg.OTHER);
      double middle = y + 4 + (ROW - 10) / 2;
      svg.thin(axis.at(figure.least()), middle, axis.at(figure.most()), middle);
      svg.text(axis.at(figure.most()) + 6, y + 17, "start", 12, Numbers.shown(figure.median()));
      y += ROW;
    }
    svg.thin(LEFT, TOP, LEFT, y);
    return Optional.of(svg.drawn(WIDTH, y + 14, chart.title()));
  }

  private static Optional<String> lines(Chart chart, Results results) {
    List<List<Point>> all = new ArrayList<>();
    for (Chart.Line line : chart.lines()) {
      List<Point> points = new ArrayList<>();
      for (long x : line.at()) {
        scaled(chart, results.figure(line.idAt(x))).ifPresent(y -> points.add(new Point(x, y)));
      }
      all.add(points);
    }
    List<Point> points = all.stream().flatMap(List::stream).toList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    double right = WIDTH - 210;
    double bottom = TOP + PLOT;
    Axis across =
        Axis.over(
            true,
            points.stream().mapToDouble(Point::x).min().orElse(1),
            points.stream().mapToDouble(Point::x).max().orElse(1),
            MARGIN,
            right);
    Axis up =
        Axis.over(
            chart.log(),
            points.stream().mapToDouble(p -> p.y().least()).min().orElse(1),
            points.stream().mapToDouble(p -> p.y().most()).max().orElse(1),
            bottom,
            TOP);
    Svg svg = new Svg();
    svg.text(16, 26, "start", 16, chart.title());
    svg.text(16, 44, "start", 12, chart.unit());
    svg.thin(MARGIN, bottom, right, bottom);
    svg.thin(MARGIN, TOP, MARGIN, bottom);
    svg.text(right, bottom + 34, "end", 12, chart.across());
    points.stream()
        .mapToDouble(Point::x)
        .distinct()
        .forEach(x -> svg.text(across.at(x), bottom + 16, "middle", 12, Numbers.shown(x)));
    for (double tick : up.ticks()) {
      svg.line(MARGIN, up.at(tick), right, up.at(tick), "#e4e7eb", 1);
      svg.text(MARGIN - 6, up.at(tick) + 4, "end", 12, Numbers.shown(tick));
    }
    for (int i = 0; i < all.size(); i++) {
      draw(svg, chart.lines().get(i), all.get(i), across, up);
    }
    return Optional.of(svg.drawn(WIDTH, bottom + 46, chart.title()));
  }

  private static void draw(Svg svg, Chart.Line line, List<Point> points, Axis across, Axis up) {
    String colour = line.own() ? Svg.OWN : Svg.OTHER;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double x = across.at(point.x());
      double y = up.at(point.y().median());
      if (i > 0) {
        Point before = points.get(i - 1);
        svg.line(across.at(before.x()), up.at(before.y().median()), x, y, colour, 2);
      }
      svg.box(x - 3, y - 3, 6, 6, colour);
      svg.thin(x, up.at(point.y().least()), x, up.at(point.y().most()));
      if (i == points.size() - 1) {
        svg.text(x + 10, y + 4, "start", 12, line.label());
      }
    }
  }

  private static Optional<Figure> scaled(Chart chart, Optional<Figure> figure) {
    double divisor = chart.divisor();
    return figure.map(
        f -> new Figure(f.median() / divisor, f.least() / divisor, f.most() / divisor));
  }
}
