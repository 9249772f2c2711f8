package dev.mcppolicy.analysis.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A page in one file. It loads nothing and asks nobody: its content policy lets nothing run but the
 * one script and nothing look but by the one style sheet that it holds.
 *
 * <pre>{@code
 * String html =
 *     Page.titled("Audit report")
 *         .lead("42 calls")
 *         .section("calls", "What was called", Bars.of(…).bar("run", 40, 2).toElement())
 *         .print();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Page {

  private static final String STYLE = resource("page.css");
  private static final String SCRIPT = resource("page.js");

  private final String title;
  private final List<Element> lead = new ArrayList<>();
  private final Element contents = Element.of("ul");
  private final List<Element> sections = new ArrayList<>();

  private Page(String title) {
    this.title = Objects.requireNonNull(title, "title");
  }

  /** Returns a page that holds nothing yet. */
  public static Page titled(String title) {
    return new Page(title);
  }

  /** Adds a paragraph under the title. */
  public Page lead(String text) {
    return lead(Element.of("p", text));
  }

  /** Adds something under the title. */
  public Page lead(Element element) {
    lead.add(element);
    return this;
  }

  /**
   * Adds a section.
   *
   * @param id names it within the page
   * @param heading what stands above it
   * @param parts what it holds
   */
  public Page section(String id, String heading, Html... parts) {
    contents.add(Element.of("li", Element.of("a", heading).with("href", "#" + id)));
    sections.add(Element.of("section", Element.of("h2", heading)).with("id", id).add(parts));
    return this;
  }

  /** Returns numbers side by side, each with its name; in the order name, number, name, … */
  public static Element figures(String... namesAndNumbers) {
    Element list = Element.of("dl").styled("figures");
    for (int i = 0; i + 1 < namesAndNumbers.length; i += 2) {
      list.add(
          Element.of(
              "div",
              Element.of("dt", namesAndNumbers[i]),
              Element.of("dd", namesAndNumbers[i + 1])));
    }
    return list;
  }

  /** Returns lines of code with a button that copies them. */
  public static Element copyable(String code) {
    return Element.of(
            "div",
            Element.of("pre", Element.of("code", code)),
            Element.of("button", "Copy").with("type", "button").with("data-copy", ""))
        .styled("copyable");
  }

  /** Returns the page, as a file in UTF-8 has to hold it. */
  public String print() {
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.append("style-src '").append(hash(STYLE)).append("'; script-src '").append(hash(SCRIPT));
    out.append("'; base-uri 'none'; form-action 'none'\">\n");
    out.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.append(Element.of("title", title)).append('\n');
    out.append("<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
    Element.of("header", Element.of("h1", title)).addAll(lead).writeTo(out);
    out.append('\n');
    if (sections.size() > 1) {
      Element.of("nav", contents).with("aria-label", "Contents").writeTo(out);
      out.append('\n');
    }
    out.append("<main>\n");
    sections.forEach(section -> out.append(section).append('\n'));
    out.append("</main>\n");
    keys().writeTo(out);
    out.append("\n<script>").append(SCRIPT).append("</script>\n</body>\n</html>\n");
    return out.toString();
  }

  /** Tells of the keys that the script understands; shown only where it runs. */
  private static Element keys() {
    return Element.of(
            "footer",
            Element.of(
                "p",
                Element.of("kbd", "/"),
                Html.text(" search, "),
                Element.of("kbd", "Esc"),
                Html.text(" show all, "),
                Element.of("kbd", "\u2191"),
                Html.text(" "),
                Element.of("kbd", "\u2193"),
                Html.text(" go through the rows, "),
                Element.of("kbd", "c"),
                Html.text(" copy what a row holds to copy")))
        .styled("keys");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      for (String end : Arrays.asList("</style", "</script", "<!--")) {
        if (text.contains(end)) {
          throw new IllegalStateException(name + " must not hold " + end);
        }
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    }
  }
}
