package dev.mcppolicy.analysis.internal.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An element of a page. Nothing that loads, runs or leads out of the page can be made with it:
 * elements and attributes come from a list, and a reference is a fragment.
 *
 * <p>Not thread-safe.
 */
public final class Element implements Html {

  private static final Set<String> EMPTY = Set.of("br", "input");
  private static final Set<String> NAMES =
      Set.of(
          ("a br button caption code dd details div dl dt em fieldset figcaption figure footer g h1"
                  + " h2 h3 header input kbd label legend li line main nav ol option output p pre rect"
                  + " section select small span strong summary svg table tbody td text th thead time"
                  + " title tr ul")
              .split(" "));
  private static final Set<String> ATTRIBUTES =
      Set.of(
          ("autocomplete class colspan datetime focusable for height hidden href id name open"
                  + " placeholder role rx scope spellcheck tabindex text-anchor title type value"
                  + " viewBox width x x1 x2 y y1 y2")
              .split(" "));

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Html> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /**
   * Returns an element without content.
   *
   * @throws IllegalArgumentException if pages have no such element
   */
  public static Element of(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("name must be that of an element of pages: " + name);
    }
    return new Element(name);
  }

  /** Returns an element that holds a text. */
  public static Element of(String name, String text) {
    return of(name).add(text);
  }

  /** Returns an element that holds parts. */
  public static Element of(String name, Html... parts) {
    return of(name).add(parts);
  }

  /**
   * Sets an attribute.
   *
   * @param attribute its name
   * @param value any text; of {@code href}, a {@code #} and the id of a part of the page
   * @throws IllegalArgumentException if pages have no such attribute, or if it leads elsewhere
   */
  public Element with(String attribute, String value) {
    Objects.requireNonNull(value, "value");
    if (!ATTRIBUTES.contains(attribute) && !attribute.matches("(?:aria|data)-[a-z]+(?:-[a-z]+)*")) {
      throw new IllegalArgumentException(
          "attribute must be one of an element of pages: " + attribute);
    }
    if (attribute.equals("href") && !value.startsWith("#")) {
      throw new IllegalArgumentException("href must begin with #: " + value);
    }
    attributes.put(attribute, value);
    return this;
  }

  /** Sets the class. */
  public Element styled(String styles) {
    return with("class", styles);
  }

  /** Adds a text. */
  public Element add(String text) {
    return add(new Text(text));
  }

  /** Adds parts. */
  public Element add(Html... parts) {
    return addAll(List.of(parts));
  }

  /** Adds parts. */
  public Element addAll(List<? extends Html> parts) {
    if (EMPTY.contains(name) && !parts.isEmpty()) {
      throw new IllegalArgumentException("an element holds nothing: " + name);
    }
    children.addAll(parts);
    return this;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          Text.writeAttribute(value, out);
          out.append('"');
        });
    out.append('>');
    if (!EMPTY.contains(name)) {
      if (name.equals("pre")) {
        out.append('\n'); // a parser drops one here, which might be the text's own
      }
      children.forEach(child -> child.writeTo(out));
      out.append("</").append(name).append('>');
    }
  }

  /** Returns it as it is printed. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    writeTo(out);
    return out.toString();
  }
}
