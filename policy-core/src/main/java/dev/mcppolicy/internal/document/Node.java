package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows where it stands. */
public sealed interface Node {

  /** Returns where the value begins. */
  Place place();

  /**
   * Returns the value as plain, unmodifiable Java objects, numbers as exact as they are written.
   */
  @Nullable Object toPlain();

  /** Names the value's JSON type with its article, for a message. */
  String typeWithArticle();

  /**
   * An object.
   *
   * @param members its members as written; of a key that stands twice, the first
   */
  record ObjectNode(Place place, List<Member> members) implements Node {
    /** Returns the value of a key, or null. */
    public @Nullable Node get(String key) {
      Member member = member(key);
      return member == null ? null : member.value();
    }

    /** Returns the member of a key, or null. */
    public @Nullable Member member(String key) {
      for (int i = 0; i < members.size(); i++) { // no iterator: readers ask for each key they know
        Member member = members.get(i);
        if (member.name().equals(key)) {
          return member;
        }
      }
      return null;
    }

    @Override
    public Object toPlain() {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      for (Member member : members) {
        plain.put(member.name(), member.value().toPlain());
      }
      return Collections.unmodifiableMap(plain);
    }

    @Override
    public String typeWithArticle() {
      return "an object";
    }
  }

  /** A key and its value. */
  record Member(String name, Place place, Node value) {}

  /** A list. */
  record ListNode(Place place, List<Node> elements) implements Node {
    @Override
    public Object toPlain() {
      List<@Nullable Object> plain = new ArrayList<>(elements.size());
      for (Node element : elements) {
        plain.add(element.toPlain());
      }
      return Collections.unmodifiableList(plain);
    }

    @Override
    public String typeWithArticle() {
      return "a list";
    }
  }

  /** A text. */
  record TextNode(Place place, String text) implements Node {
    @Override
    public Object toPlain() {
      return text;
    }

    @Override
    public String typeWithArticle() {
      return "a text";
    }
  }

  /**
   * A number.
   *
   * @param token how it is written
   */
  record NumberNode(Place place, String token) implements Node {
    @Override
    public Object toPlain() {
      return JsonNumbers.parseArgument(token);
    }

    /** Returns the exact value of a number whose token is within the bounds of a policy. */
    public BigDecimal value() {
      return new BigDecimal(token);
    }

    @Override
    public String typeWithArticle() {
      return "a number";
    }
  }

  /** True or false. */
  record BooleanNode(Place place, boolean value) implements Node {
    @Override
    public Object toPlain() {
      return value;
    }

    @Override
    public String typeWithArticle() {
      return "a boolean";
    }
  }

  /** Null. */
  record NullNode(Place place) implements Node {
    @Override
    public @Nullable Object toPlain() {
      return null;
    }

    @Override
    public String typeWithArticle() {
      return "null";
    }
  }

  /**
   * Returns the node of a plain value that was built, not read.
   *
   * @throws IllegalArgumentException if the value has no JSON counterpart
   */
  static Node of(@Nullable Object value) {
    return of(value, 0);
  }

  /** What is nested so deep has no end; what has one and is too deep is refused as a document. */
  int BOTTOM = 200;

  private static Node of(@Nullable Object value, int level) {
    if (value == null) {
      return new NullNode(Place.NONE);
    }
    if (value instanceof String text) {
      return new TextNode(Place.NONE, text);
    }
    if (value instanceof Boolean flag) {
      return new BooleanNode(Place.NONE, flag);
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new IllegalArgumentException("value must be finite: " + value);
      }
      return new NumberNode(Place.NONE, value.toString());
    }
    if (value instanceof Number number) {
      return new NumberNode(Place.NONE, number.toString());
    }
    if (level == BOTTOM) {
      throw new IllegalArgumentException("value must not hold itself");
    }
    if (value instanceof Map<?, ?> map) {
      List<Member> members = new ArrayList<>();
      map.forEach(
          (key, part) -> members.add(new Member(name(key), Place.NONE, of(part, level + 1))));
      return new ObjectNode(Place.NONE, Collections.unmodifiableList(members));
    }
    if (value instanceof Collection<?> list) {
      return new ListNode(Place.NONE, list.stream().map(part -> of(part, level + 1)).toList());
    }
    throw new IllegalArgumentException(
        "value of type " + value.getClass().getName() + " has no JSON counterpart");
  }

  private static String name(@Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new IllegalArgumentException("value must have texts as its keys: " + key);
  }
}
