package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads files, and prints and digests documents. */
public final class Documents {

  private static final String INDENT = "  ";

  private Documents() {}

  /**
   * Reads a file, at most one byte more than a document may have.
   *
   * @throws UncheckedIOException if it can't be read
   */
  public static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      String why = DocumentMessages.isADirectory(file);
      throw new UncheckedIOException(why, new IOException(why));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(JsonReader.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(DocumentMessages.cantBeRead(file, e), e);
    }
  }

  /** Returns the text of a key of an object, if there is one. */
  public static Optional<String> text(Node document, String key) {
    return document instanceof ObjectNode object && object.get(key) instanceof TextNode text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  /** Returns the SHA-256 of a document's canonical print, in which numbers are equal by value. */
  public static String digest(Node document) {
    return CanonicalJson.digest(byValue(document));
  }

  private static @Nullable Object byValue(Node node) {
    if (node instanceof NumberNode number) {
      BigDecimal value = number.value();
      return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
    if (node instanceof ListNode list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.elements().forEach(element -> elements.add(byValue(element)));
      return elements;
    }
    if (node instanceof ObjectNode object) {
      Map<String, @Nullable Object> members = new TreeMap<>();
      object.members().forEach(member -> members.put(member.name(), byValue(member.value())));
      return members;
    }
    return node.toPlain();
  }

  /**
   * Prints a document with two spaces for each level; lists of scalars stay on a line. What would
   * be too long so to be read again is printed without white space.
   */
  public static String print(Node document) {
    StringBuilder out = new StringBuilder();
    print(document, "\n", out);
    String text = out.append('\n').toString();
    return text.getBytes(StandardCharsets.UTF_8).length > JsonReader.MAX_BYTES
        ? compact(document)
        : text;
  }

  /** Prints a document without white space. */
  public static String compact(Node document) {
    StringBuilder out = new StringBuilder();
    print(document, "", out);
    return out.toString();
  }

  private static String deeper(String lineBreak) {
    return lineBreak.isEmpty() ? "" : lineBreak + INDENT;
  }

  private static void print(Node node, String lineBreak, StringBuilder out) {
    if (node instanceof ObjectNode object && !object.members().isEmpty()) {
      String deeper = deeper(lineBreak);
      String separator = "{" + deeper;
      for (Member member : object.members()) {
        out.append(separator);
        CanonicalJson.quote(member.name(), out);
        out.append(lineBreak.isEmpty() ? ":" : ": ");
        print(member.value(), deeper, out);
        separator = "," + deeper;
      }
      out.append(lineBreak).append('}');
    } else if (node instanceof ListNode list && !list.elements().isEmpty()) {
      printList(list.elements(), lineBreak, out);
    } else if (node instanceof NumberNode number) {
      out.append(number.token());
    } else {
      out.append(CanonicalJson.print(node.toPlain()));
    }
  }

  private static void printList(List<Node> elements, String lineBreak, StringBuilder out) {
    boolean flat =
        elements.stream().noneMatch(e -> e instanceof ObjectNode || e instanceof ListNode);
    String deeper = flat ? "" : deeper(lineBreak);
    String between = flat && !lineBreak.isEmpty() ? ", " : "," + deeper;
    String separator = "[" + deeper;
    for (Node element : elements) {
      out.append(separator);
      print(element, deeper(lineBreak), out);
      separator = between;
    }
    out.append(flat ? "" : lineBreak).append(']');
  }
}
