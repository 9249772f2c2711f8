package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a call, compared with one of the policy by an operator. Immutable and thread-safe. */
public final class Comparison implements Condition {

  private final Path path;

  /** The name of the argument that the path leads to, if that is all it does. */
  private final @Nullable String argument;

  private final Operator operator;
  private final @Nullable Object constant;
  private final boolean optional;
  private final String pointer;
  private final Test test;

  /** What an absent value comes to, or one whose parent is null. */
  private final Truth ofNothing;

  private final Truth ofNull;

  /** What an empty list under {@code [*]} comes to. */
  private final Truth ofEmpty;

  private final int eachCount;

  Comparison(
      Path path,
      Operator operator,
      @Nullable Object constant,
      boolean optional,
      boolean inRequire,
      String pointer) {
    this.path = path;
    this.argument = path.argument();
    this.operator = operator;
    this.constant = constant;
    this.optional = optional;
    this.pointer = pointer;
    this.test = operator.compile(constant);
    this.ofNothing = ofNothing(operator, test);
    this.ofNull = operator.judgesNull() ? test.test(null) : ofNothing;
    this.ofEmpty = Truth.of(inRequire);
    this.eachCount = path.eachCount();
  }

  private static Truth ofNothing(Operator operator, Test test) {
    if (operator == Operator.EXISTS) {
      return test.test(null);
    }
    return operator.saysNo() ? Truth.UNKNOWN : Truth.FALSE;
  }

  /** Returns where the value stands. */
  public Path path() {
    return path;
  }

  /** Returns how it is compared. */
  public Operator operator() {
    return operator;
  }

  /** Returns with what it is compared. */
  public @Nullable Object constant() {
    return constant;
  }

  /** Says whether an absent value makes it true. */
  public boolean optional() {
    return optional;
  }

  @Override
  public String pointer() {
    return pointer;
  }

  @Override
  public Truth test(ToolCall call) {
    if (argument != null) {
      return judge(Path.argument(call, argument));
    }
    Object value = path.first(call);
    return eachCount == 0 ? judge(value) : each(0, value);
  }

  /**
   * Returns the same as a bar, or null if it is none.
   *
   * @param wanted whether a call passes for which this is true, or one for which it is false
   */
  @Nullable Bar bar(boolean wanted) {
    return argument == null ? null : test.bar(argument, wanted);
  }

  private Truth judge(@Nullable Object value) {
    if (value == null) {
      return ofNull;
    }
    return value instanceof Missing missing ? judge(missing) : Test.judge(test, value);
  }

  private Truth judge(Missing missing) {
    return switch (missing) {
      case ABSENT -> optional ? Truth.TRUE : ofNothing;
      case UNDER_NULL -> ofNothing;
      case WRONG_TYPE -> Truth.UNKNOWN;
    };
  }

  /** Judges the elements of a list: all have to agree. */
  private Truth each(int eachDone, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return judge(noList(value));
    }
    if (list.isEmpty()) {
      return ofEmpty;
    }
    Truth first = element(eachDone, list.get(0));
    for (int i = 1; i < list.size() && first != Truth.UNKNOWN; i++) {
      if (element(eachDone, list.get(i)) != first) {
        return Truth.UNKNOWN;
      }
    }
    return first;
  }

  private Truth element(int eachDone, @Nullable Object element) {
    int done = eachDone + 1;
    Object value = path.walk(done, element);
    return done == eachCount ? judge(value) : each(done, value);
  }

  private static Missing noList(@Nullable Object value) {
    if (value instanceof Missing missing) {
      return missing;
    }
    return value == null ? Missing.UNDER_NULL : Missing.WRONG_TYPE;
  }

  @Override
  public Trace trace(ToolCall call) {
    return trace(List.of(), path.first(call));
  }

  /** Traces what so many elements, and the steps after them, led to. */
  private Trace trace(List<Integer> elements, @Nullable Object value) {
    int eachDone = elements.size();
    String text = path.canonical(elements) + text();
    if (eachDone == eachCount) {
      return new Trace(pointer, text, seen(value), judge(value), List.of());
    }
    if (!(value instanceof List<?> list)) {
      return new Trace(pointer, text, seen(noList(value)), judge(noList(value)), List.of());
    }
    List<Trace> children = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      List<Integer> child = new ArrayList<>(elements);
      child.add(i);
      children.add(trace(child, path.walk(eachDone + 1, list.get(i))));
    }
    return new Trace(pointer, text, Glimpse.of(list), each(eachDone, list), children);
  }

  private static String seen(@Nullable Object value) {
    return value instanceof Missing missing ? missing.toString() : Glimpse.of(value);
  }

  private String text() {
    return " " + operator.id() + " " + Glimpse.of(constant) + (optional ? ", optional" : "");
  }

  /** Returns the condition, as in {@code args.amount gt 50000}. */
  @Override
  public String toString() {
    return path.canonical() + text();
  }
}
