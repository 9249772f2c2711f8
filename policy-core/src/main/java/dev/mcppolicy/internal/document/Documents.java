package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.value.CanonicalDigest;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads files, and prints and digests documents. */
public final class Documents {

  private static final String INDENT = "  ";

  /** Sorts by code unit. A class of its own: a lambda would take longer to load. */
  private static final Comparator<Member> BY_NAME =
      new Comparator<>() {
        @Override
        public int compare(Member a, Member b) {
          return a.name().compareTo(b.name());
        }
      };

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
    CanonicalDigest digest = new CanonicalDigest();
    addByValue(document, digest);
    return digest.toString();
  }

  private static void addByValue(Node node, CanonicalDigest out) {
    if (node instanceof TextNode text) {
      out.addQuoted(text.text());
    } else if (node instanceof NumberNode number) {
      out.add(byValue(number.token()));
    } else if (node instanceof ListNode list) {
      addByValue(list, out);
    } else if (node instanceof ObjectNode object) {
      addByValue(object, out);
    } else {
      out.add(String.valueOf(node.toPlain()));
    }
  }

  private static void addByValue(ListNode list, CanonicalDigest out) {
    out.add('[');
    for (int i = 0; i < list.elements().size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      addByValue(list.elements().get(i), out);
    }
    out.add(']');
  }

  private static void addByValue(ObjectNode object, CanonicalDigest out) {
    Member[] sorted = object.members().toArray(new Member[0]);
    Arrays.sort(sorted, BY_NAME);
    out.add('{');
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0) {
        out.add(',');
      }
      out.addQuoted(sorted[i].name());
      out.add(':');
      addByValue(sorted[i].value(), out);
    }
    out.add('}');
  }

  /** Returns the one way to write a number, as {@code BigDecimal} prints it without zeros. */
  private static String byValue(String token) {
    if (isPlain(token)) {
      return token;
    }
    BigDecimal value = new BigDecimal(token);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }

  /** Says whether a number is written as digits of which the last is no zero. */
  private static boolean isPlain(String token) {
    for (int i = token.charAt(0) == '-' ? 1 : 0; i < token.length(); i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') {
        return false;
      }
    }
    return token.charAt(token.length() - 1) != '0';
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
