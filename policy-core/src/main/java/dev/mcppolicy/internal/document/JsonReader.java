package dev.mcppolicy.internal.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Topic;
import dev.mcppolicy.internal.value.Freezer;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly: UTF-8 without a byte order mark, at most 1 MiB and 64 levels, no duplicate
 * keys, no lone surrogates, nothing after the document. What it can't read it reports with its
 * place.
 */
public final class JsonReader {

  /** How many bytes a document may have. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** How many lists and objects may be nested, the document being the first. */
  public static final int MAX_DEPTH = 64;

  /** A UTF-16 unit takes at most so many bytes of UTF-8. */
  private static final int MOST_BYTES_PER_CHAR = 3;

  /** From so many names on they are looked up in a table. */
  private static final int MANY_NAMES = 16;

  /** Whether numbers have to be within the bounds of a policy. */
  public enum Numbers {
    /** A number past the bounds is a problem. */
    BOUNDED,
    /** A number past the bounds is left as it is. */
    ANY
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 8)
                  .maxNumberLength(MAX_BYTES)
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .build())
          .build();

  private final JsonParser parser;
  private final Findings findings;
  private final Numbers numbers;
  private final Trail trail = new Trail(MAX_DEPTH);

  private JsonReader(JsonParser parser, Findings findings, Numbers numbers) {
    this.parser = parser;
    this.findings = findings;
    this.numbers = numbers;
  }

  /** Reads a document, or returns null and reports why it can't be read. */
  public static @Nullable Node read(byte[] utf8, Findings findings, Numbers numbers) {
    if (utf8.length > MAX_BYTES) {
      findings.add("", Place.NONE, Topic.UNREADABLE, DocumentMessages.tooBig(MAX_BYTES));
      return null;
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
    } catch (CharacterCodingException e) {
      findings.add("", placeOfBadByte(utf8), Topic.UNREADABLE, DocumentMessages.notUtf8());
      return null;
    }
    return readText(text, findings, numbers);
  }

  /** Reads a document, or returns null and reports why it can't be read. */
  public static @Nullable Node read(String text, Findings findings, Numbers numbers) {
    if (mayBeTooBig(text) && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      findings.add("", Place.NONE, Topic.UNREADABLE, DocumentMessages.tooBig(MAX_BYTES));
      return null;
    }
    return readText(text, findings, numbers);
  }

  private static boolean mayBeTooBig(String text) {
    return text.length() > MAX_BYTES / MOST_BYTES_PER_CHAR;
  }

  private static @Nullable Node readText(String text, Findings findings, Numbers numbers) {
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      findings.add("", new Place(1, 1), Topic.UNREADABLE, DocumentMessages.byteOrderMark());
      return null;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      return new JsonReader(parser, findings, numbers).document();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      boolean atEnd = at != null && at.getCharOffset() >= endOf(text);
      String message = atEnd ? DocumentMessages.endsTooSoon() : DocumentMessages.noJson();
      findings.add("", place(at), Topic.UNREADABLE, message);
    } catch (TooDeepException e) {
      findings.add("", e.place, Topic.UNREADABLE, DocumentMessages.tooDeep(MAX_DEPTH));
    } catch (IOException e) {
      throw new IllegalStateException("reading from a text can't fail", e);
    }
    return null;
  }

  /** Returns where a text has said all; no document goes on behind a control character. */
  private static int endOf(String text) {
    int end = text.stripTrailing().length();
    return end > 0 && text.charAt(end - 1) < ' ' ? end + 1 : end;
  }

  private @Nullable Node document() throws IOException {
    if (parser.nextToken() == null) {
      findings.add("", new Place(1, 1), Topic.UNREADABLE, DocumentMessages.empty());
      return null;
    }
    Node root = value(0);
    if (parser.nextToken() != null) {
      findings.add("", here(), Topic.UNREADABLE, DocumentMessages.trailingContent());
      return null;
    }
    return root;
  }

  /** Reads the value that stands so many levels below the document. */
  private Node value(int level) throws IOException {
    Place place = here();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(place, level);
      case START_ARRAY -> list(place, level);
      case VALUE_STRING -> {
        String text = parser.getText();
        requireWhole(text, place, level);
        yield new TextNode(place, text);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), place, level);
      case VALUE_TRUE -> new BooleanNode(place, true);
      case VALUE_FALSE -> new BooleanNode(place, false);
      case VALUE_NULL -> new NullNode(place);
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private ObjectNode object(Place place, int level) throws IOException {
    requireDepth(level, place);
    List<Member> members = new ArrayList<>();
    Set<String> names = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place namePlace = here();
      String name = parser.currentName();
      trail.enter(level, name);
      requireWhole(name, namePlace, level + 1);
      parser.nextToken();
      Node value = value(level + 1);
      if (names == null && members.size() == MANY_NAMES) {
        names = names(members);
      }
      if (names == null ? !isNamed(name, members) : names.add(name)) {
        members.add(new Member(name, namePlace, value));
      } else {
        String pointer = trail.pointer(level + 1);
        findings.add(pointer, namePlace, Topic.DUPLICATE_KEY, DocumentMessages.duplicateKey(name));
      }
    }
    return new ObjectNode(place, List.copyOf(members));
  }

  private static Set<String> names(List<Member> members) {
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      names.add(member.name());
    }
    return names;
  }

  private static boolean isNamed(String name, List<Member> members) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private ListNode list(Place place, int level) throws IOException {
    requireDepth(level, place);
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      trail.enter(level, elements.size());
      elements.add(value(level + 1));
    }
    return new ListNode(place, List.copyOf(elements));
  }

  private NumberNode number(String token, Place place, int level) {
    if (numbers == Numbers.BOUNDED && !JsonNumbers.writtenWithinBounds(token)) {
      String pointer = trail.pointer(level);
      findings.add(pointer, place, Topic.NUMBER, DocumentMessages.numberPastBounds());
      return new NumberNode(place, "1");
    }
    return new NumberNode(place, token);
  }

  private void requireWhole(String text, Place place, int level) {
    if (Freezer.hasLoneSurrogate(text)) {
      String pointer = trail.pointer(level);
      findings.add(pointer, place, Topic.UNREADABLE, DocumentMessages.loneSurrogate());
    }
  }

  private static void requireDepth(int level, Place place) {
    if (level >= MAX_DEPTH) {
      throw new TooDeepException(place);
    }
  }

  private Place here() {
    return place(parser.currentTokenLocation());
  }

  private static Place place(@Nullable JsonLocation location) {
    return location == null ? Place.NONE : new Place(location.getLineNr(), location.getColumnNr());
  }

  private static Place placeOfBadByte(byte[] utf8) {
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    java.nio.CharBuffer chars = java.nio.CharBuffer.allocate(utf8.length + 1);
    StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    chars.flip();
    int line = 1;
    int column = 1;
    while (chars.hasRemaining()) {
      column++;
      if (chars.get() == '\n') {
        line++;
        column = 1;
      }
    }
    return new Place(line, column);
  }

  private static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    TooDeepException(Place place) {
      super(null, null, false, false);
      this.place = place;
    }
  }
}
