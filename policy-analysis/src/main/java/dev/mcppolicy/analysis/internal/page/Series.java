package dev.mcppolicy.analysis.internal.page;

import java.util.List;
import java.util.Objects;

/**
 * What one colour of a chart counts.
 *
 * @param name what it is called
 * @param tone its colour
 */
public record Series(String name, Tone tone) {

  /** Checks that nothing is null. */
  public Series {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tone, "tone");
  }

  /** Returns a list of what the colours mean. */
  static Element legend(List<Series> series) {
    Element list = Element.of("ul").styled("legend");
    for (Series one : series) {
      Element colour =
          Element.of("svg").styled("swatch").with("aria-hidden", "true").with("focusable", "false");
      colour.add(
          Element.of("rect")
              .styled(one.tone().style())
              .with("width", "100%")
              .with("height", "100%"));
      list.add(Element.of("li", colour, Html.text(one.name())));
    }
    return list;
  }
}
