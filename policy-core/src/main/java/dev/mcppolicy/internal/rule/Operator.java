package dev.mcppolicy.internal.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a condition compares a value of a call with the value given to it. */
public enum Operator {
  /** The value equals it. */
  EQ("eq"),
  /** It differs. */
  NEQ("neq"),
  /** It equals one of a list. */
  IN("in"),
  /** It equals none of a list. */
  NOT_IN("not_in"),
  /** It is less. */
  LT("lt"),
  /** It is less or equal. */
  LTE("lte"),
  /** It is greater. */
  GT("gt"),
  /** It is greater or equal. */
  GTE("gte"),
  /** It contains a match. */
  REGEX("regex"),
  /** It contains no match. */
  NOT_REGEX("not_regex"),
  /** It contains a text or an element. */
  CONTAINS("contains"),
  /** It doesn't contain it. */
  NOT_CONTAINS("not_contains"),
  /** It begins with a text, or one of several. */
  STARTS_WITH("starts_with"),
  /** It ends with a text, or one of several. */
  ENDS_WITH("ends_with"),
  /** It is present and not null, or it isn't. */
  EXISTS("exists"),
  /** It is a file path inside a folder, or one of several. */
  WITHIN("within"),
  /** It is a file path outside of all of them. */
  NOT_WITHIN("not_within"),
  /** It is a URL whose host is listed. */
  HOST_IN("host_in"),
  /** It is a URL whose host isn't listed. */
  HOST_NOT_IN("host_not_in"),
  /** It has at most so many code points, elements or fields. */
  LENGTH_LTE("length_lte"),
  /** It has at least so many of them. */
  LENGTH_GTE("length_gte"),
  /** It is of a JSON type. */
  TYPE("type");

  private static final Map<String, Operator> BY_ID = byId();
  private static final List<String> IDS = List.copyOf(BY_ID.keySet());

  private final String id;

  Operator(String id) {
    this.id = id;
  }

  /** Returns all operators by their names, in their order. */
  private static Map<String, Operator> byId() {
    Map<String, Operator> byId = new LinkedHashMap<>();
    for (Operator operator : values()) {
      byId.put(operator.id, operator);
    }
    return byId;
  }

  /** Returns the operator of a name, if there is one. */
  public static Optional<Operator> byId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** Returns the names of all operators, in the order of the language's page. */
  public static List<String> ids() {
    return IDS;
  }

  /** Returns the name, as in {@code not_in}. */
  public String id() {
    return id;
  }

  /** Says whether it says no: what is absent is then unknown and not false. */
  public boolean saysNo() {
    return switch (this) {
      case NEQ, NOT_IN, NOT_REGEX, NOT_CONTAINS, NOT_WITHIN, HOST_NOT_IN -> true;
      default -> false;
    };
  }

  /** Says whether its test judges null; to the others null is as an absent value. */
  boolean judgesNull() {
    return switch (this) {
      case EQ, NEQ, IN, NOT_IN, EXISTS, TYPE -> true;
      default -> false;
    };
  }

  /**
   * Compiles the value given to it.
   *
   * @throws InvalidConstantException if it can't take that value
   */
  Test compile(@Nullable Object constant) {
    return switch (this) {
      case EQ, NEQ -> new EqualTo(Constant.of(constant), saysNo());
      case IN, NOT_IN -> new OneOf(Given.values(constant), saysNo());
      case LT -> Ordered.lessThan(Given.number(constant));
      case LTE -> Ordered.atMost(Given.number(constant));
      case GT -> Ordered.greaterThan(Given.number(constant));
      case GTE -> Ordered.atLeast(Given.number(constant));
      case REGEX -> new Matching(Given.pattern(constant));
      case NOT_REGEX -> new Matching(Given.pattern(constant)).negated();
      case CONTAINS, NOT_CONTAINS -> new Containing(constant, saysNo());
      case STARTS_WITH -> new StartingWith(Given.textOrTexts(constant));
      case ENDS_WITH -> new EndingWith(Given.textOrTexts(constant));
      case EXISTS -> new Existing(Given.flag(constant));
      case WITHIN -> new Inside(Given.folderOrFolders(constant));
      case NOT_WITHIN -> new Inside(Given.folderOrFolders(constant)).negated();
      case HOST_IN -> new OnHost(Given.hosts(constant));
      case HOST_NOT_IN -> new OnHost(Given.hosts(constant)).negated();
      case LENGTH_LTE -> OfLength.atMost(Given.length(constant));
      case LENGTH_GTE -> OfLength.atLeast(Given.length(constant));
      case TYPE -> new OfType(Given.typeName(constant));
    };
  }
}
