package dev.mcppolicy.internal.document;

import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.InvalidConstantException;
import dev.mcppolicy.internal.rule.Operator;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.PathSyntaxException;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads predicates and their conditions. */
final class PredicateReader {

  private static final String CONDITIONS = "a list of conditions";

  private final Findings findings;
  private final boolean inRequire;

  private PredicateReader(Findings findings, boolean inRequire) {
    this.findings = findings;
    this.inRequire = inRequire;
  }

  /** Reads the predicates of a key of an entry. */
  static List<Predicate> read(Fields entry, String key, Findings findings) {
    PredicateReader reader = new PredicateReader(findings, key.equals("require"));
    List<Predicate> predicates = new ArrayList<>();
    int index = 0;
    for (Node node : entry.list(key, "a list of predicates")) {
      Predicate predicate = reader.predicate(node, Pointers.child(entry.pointer(key), index++));
      if (predicate != null) {
        predicates.add(predicate);
      }
    }
    return List.copyOf(predicates);
  }

  private @Nullable Predicate predicate(Node node, String pointer) {
    Fields fields = Fields.of(node, pointer, Keys.PREDICATE, "a predicate", findings);
    if (fields == null) {
      return null;
    }
    String onDeny = fields.text("on_deny");
    Node conditions = fields.require("conditions");
    if (conditions == null) {
      return null;
    }
    List<Condition> read = conditions(conditions, fields.pointer("conditions"));
    return read.isEmpty() ? null : new Predicate(read, onDeny, pointer);
  }

  private List<Condition> conditions(Node node, String pointer) {
    if (!(node instanceof ListNode list)) {
      findings.add(
          pointer, node.place(), Topic.WRONG_VALUE, DocumentMessages.notA(CONDITIONS, node));
      return List.of();
    }
    if (list.elements().isEmpty()) {
      findings.add(
          pointer, node.place(), Topic.WRONG_VALUE, DocumentMessages.emptyList(CONDITIONS));
    }
    List<Condition> read = new ArrayList<>();
    int index = 0;
    for (Node element : list.elements()) {
      Condition condition = condition(element, Pointers.child(pointer, index++));
      if (condition != null) {
        read.add(condition);
      }
    }
    return read;
  }

  private @Nullable Condition condition(Node node, String pointer) {
    if (node instanceof ObjectNode object && object.member("any") != null) {
      List<Condition> parts = group(object, pointer, "any", Keys.ANY);
      return parts.isEmpty() ? null : Condition.anyOf(parts, pointer);
    }
    if (node instanceof ObjectNode object && object.member("all") != null) {
      List<Condition> parts = group(object, pointer, "all", Keys.ALL);
      return parts.isEmpty() ? null : Condition.allOf(parts, pointer);
    }
    Fields fields = Fields.of(node, pointer, Keys.CONDITION, "a condition", findings);
    return fields == null ? null : comparison(fields);
  }

  private List<Condition> group(ObjectNode object, String pointer, String key, List<String> known) {
    Fields fields = new Fields(object, pointer, known, findings);
    Node parts = fields.require(key);
    return parts == null ? List.of() : conditions(parts, fields.pointer(key));
  }

  private @Nullable Condition comparison(Fields fields) {
    Path path = path(fields, "path", findings);
    Operator operator = operator(fields);
    boolean optional = optional(fields, operator);
    Node constant = fields.require("value");
    if (path == null || operator == null || constant == null) {
      return null;
    }
    try {
      return Condition.comparison(
          path, operator, constant.toPlain(), optional, inRequire, fields.pointer());
    } catch (InvalidConstantException e) {
      String message = e.getMessage();
      findings.add(
          fields.pointer("value") + e.pointerSuffix(),
          constant.place(),
          Topic.OPERATOR,
          message == null ? "" : message);
      return null;
    }
  }

  /** Reads a path that has to be there, or returns null after reporting. */
  static @Nullable Path path(Fields fields, String key, Findings findings) {
    Node node = fields.require(key);
    return node == null ? null : path(node, fields.pointer(key), findings);
  }

  /** Reads a path, or returns null after reporting. */
  static @Nullable Path path(Node node, String pointer, Findings findings) {
    if (!(node instanceof TextNode text)) {
      findings.add(pointer, node.place(), Topic.PATH, DocumentMessages.notA("a path", node));
      return null;
    }
    try {
      return Path.parse(text.text());
    } catch (PathSyntaxException e) {
      String message = e.getMessage();
      findings.add(pointer, node.place(), Topic.PATH, message == null ? "" : message);
      return null;
    }
  }

  private static @Nullable Operator operator(Fields fields) {
    Node node = fields.require("op");
    if (node == null) {
      return null;
    }
    Optional<Operator> operator =
        node instanceof TextNode text ? Operator.byId(text.text()) : Optional.empty();
    if (operator.isEmpty()) {
      fields.wrong("op", Topic.OPERATOR, DocumentMessages.unknownOperator(node, Operator.ids()));
    }
    return operator.orElse(null);
  }

  private boolean optional(Fields fields, @Nullable Operator operator) {
    Node node = fields.get("optional");
    if (node == null) {
      return false;
    }
    if (!inRequire) {
      fields.conflict("optional", Topic.UNKNOWN_KEY, DocumentMessages.optionalOutsideRequire());
      return false;
    }
    if (operator == Operator.EXISTS) {
      fields.conflict("optional", Topic.UNKNOWN_KEY, DocumentMessages.optionalWithExists());
      return false;
    }
    return node instanceof BooleanNode flag ? flag.value() : fields.flag("optional");
  }
}
