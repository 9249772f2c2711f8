package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Topic;
import dev.mcppolicy.store.Amount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a document: hands out values of the type that is asked for, and
 * reports what is unknown, missing or of another type.
 */
public final class Fields {

  private final ObjectNode node;
  private final String pointer;
  private final Findings findings;

  /** Reads an object, and reports the keys that are not known. */
  public Fields(ObjectNode node, String pointer, List<String> known, Findings findings) {
    this.node = node;
    this.pointer = pointer;
    this.findings = findings;
    List<Member> members = node.members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (!known.contains(member.name())) {
        findings.add(
            pointer(member.name()),
            member.place(),
            Topic.UNKNOWN_KEY,
            DocumentMessages.unknownKey(member.name(), known));
      }
    }
  }

  /** Returns the fields of what has to be an object, or null after reporting that it isn't. */
  public static @Nullable Fields of(
      Node node, String pointer, List<String> known, String what, Findings findings) {
    if (node instanceof ObjectNode object) {
      return new Fields(object, pointer, known, findings);
    }
    findings.add(pointer, node.place(), Topic.WRONG_VALUE, DocumentMessages.notA(what, node));
    return null;
  }

  /** Returns where the object stands, as a JSON Pointer. */
  public String pointer() {
    return pointer;
  }

  /** Returns where the object begins. */
  public Place place() {
    return node.place();
  }

  /** Returns where a key stands, as a JSON Pointer. */
  public String pointer(String key) {
    return Pointers.child(pointer, key);
  }

  /** Returns where a key stands, the object if it is absent. */
  public Place keyPlace(String key) {
    Member member = node.member(key);
    return member == null ? node.place() : member.place();
  }

  /** Says whether a key is there. */
  public boolean has(String key) {
    return node.member(key) != null;
  }

  /** Returns the value of a key, or null. */
  public @Nullable Node get(String key) {
    return node.get(key);
  }

  /** Returns the value of a key, or null after reporting that it is missing. */
  public @Nullable Node require(String key) {
    Node value = node.get(key);
    if (value == null) {
      findings.add(pointer, node.place(), Topic.MISSING_KEY, DocumentMessages.missingKey(key));
    }
    return value;
  }

  /** Reports the value of a key. */
  public void wrong(String key, Topic topic, String message) {
    Node value = node.get(key);
    findings.add(pointer(key), value == null ? node.place() : value.place(), topic, message);
  }

  /** Reports a key that doesn't go with another. */
  public void conflict(String key, Topic topic, String message) {
    findings.add(pointer(key), keyPlace(key), topic, message);
  }

  /** Returns a text, or null if it is absent or after reporting another value. */
  public @Nullable String text(String key) {
    Node value = node.get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof TextNode text) {
      return text.text();
    }
    wrong(key, Topic.WRONG_VALUE, DocumentMessages.notA("a text", value));
    return null;
  }

  /** Returns a boolean, false if it is absent or after reporting another value. */
  public boolean flag(String key) {
    Node value = node.get(key);
    if (value == null) {
      return false;
    }
    if (value instanceof BooleanNode flag) {
      return flag.value();
    }
    wrong(key, Topic.WRONG_VALUE, DocumentMessages.notA("true or false", value));
    return false;
  }

  /** Returns what a text stands for, the default if it is absent or after reporting another. */
  public <T> T choice(String key, Choices<T> choices) {
    Node value = node.get(key);
    if (value == null) {
      return choices.byDefault();
    }
    T chosen = value instanceof TextNode text ? choices.get(text.text()) : null;
    if (chosen == null) {
      wrong(key, Topic.WRONG_VALUE, DocumentMessages.notOneOf(choices.names(), value));
      return choices.byDefault();
    }
    return chosen;
  }

  /**
   * Returns an amount of at least zero, or null if it is absent or after reporting another value.
   */
  @Nullable Amount amount(String key) {
    Node value = node.get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof NumberNode number && number.value().signum() >= 0) {
      return Amount.of(number.value());
    }
    wrong(key, Topic.NUMBER, DocumentMessages.notA("a number >= 0", value));
    return null;
  }

  /** Returns the elements of a list, none if it is absent or after reporting another value. */
  public List<Node> list(String key, String what) {
    Node value = node.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof ListNode list) {
      return list.elements();
    }
    wrong(key, Topic.WRONG_VALUE, DocumentMessages.notA(what, value));
    return List.of();
  }

  /** Returns the texts of a list, or null if it is absent or after reporting another value. */
  public @Nullable List<String> texts(String key, String what) {
    if (!has(key)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (Node element : list(key, what)) {
      if (element instanceof TextNode text) {
        texts.add(text.text());
      } else {
        findings.add(
            Pointers.child(pointer(key), index),
            element.place(),
            Topic.WRONG_VALUE,
            DocumentMessages.notA("a text", element));
      }
      index++;
    }
    return texts;
  }
}
