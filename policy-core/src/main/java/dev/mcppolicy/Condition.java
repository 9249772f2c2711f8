package dev.mcppolicy;

import dev.mcppolicy.internal.value.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule, as a {@link ToolRules} takes it: a value compared by an operator, or any
 * or all of several conditions.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Condition {

  private final Map<String, @Nullable Object> written;

  private Condition(Map<String, @Nullable Object> written) {
    this.written = written;
  }

  /** Begins a condition on an argument of the call, whatever characters its name holds. */
  public static On arg(String name) {
    StringBuilder path = new StringBuilder("args[");
    CanonicalJson.quote(Objects.requireNonNull(name, "name"), path);
    return path(path.append(']').toString());
  }

  /** Begins a condition on whatever a path leads to, as in {@code args.files[*].path}. */
  public static On path(String path) {
    return new On(Objects.requireNonNull(path, "path"));
  }

  /** Returns a condition that holds when any of some does. */
  public static Condition any(Condition... conditions) {
    return group("any", conditions);
  }

  /** Returns a condition that holds when all of some do. */
  public static Condition all(Condition... conditions) {
    return group("all", conditions);
  }

  private static Condition group(String key, Condition... conditions) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>();
    group.put(key, written(conditions));
    return new Condition(group);
  }

  /** Returns this condition, holding also when the value is absent; for {@code require} only. */
  public Condition optional() {
    Map<String, @Nullable Object> optional = new LinkedHashMap<>(written);
    optional.put("optional", true);
    return new Condition(optional);
  }

  static List<Object> written(Condition... conditions) {
    List<Object> list = new ArrayList<>();
    for (Condition condition : conditions) {
      list.add(condition.written);
    }
    return list;
  }

  /** A value that waits for its operator. Immutable and thread-safe. */
  public static final class On {

    private final String path;

    private On(String path) {
      this.path = path;
    }

    /** The value equals another: of the same JSON type, numbers by exact value. */
    public Condition eq(@Nullable Object value) {
      return is("eq", value);
    }

    /** The value differs from another. */
    public Condition neq(@Nullable Object value) {
      return is("neq", value);
    }

    /** The value equals one of some. */
    public Condition in(@Nullable Object... values) {
      return is("in", Arrays.asList(values));
    }

    /** The value equals none of some. */
    public Condition notIn(@Nullable Object... values) {
      return is("not_in", Arrays.asList(values));
    }

    /** The number is less than another. */
    public Condition lt(Number value) {
      return is("lt", value);
    }

    /** The number is at most another. */
    public Condition lte(Number value) {
      return is("lte", value);
    }

    /** The number is greater than another. */
    public Condition gt(Number value) {
      return is("gt", value);
    }

    /** The number is at least another. */
    public Condition gte(Number value) {
      return is("gte", value);
    }

    /** The text contains a match of a pattern. */
    public Condition regex(String pattern) {
      return is("regex", pattern);
    }

    /** The text contains no match of a pattern. */
    public Condition notRegex(String pattern) {
      return is("not_regex", pattern);
    }

    /** The text contains a text, or the list an element. */
    public Condition contains(@Nullable Object value) {
      return is("contains", value);
    }

    /** The text doesn't contain a text, or the list an element. */
    public Condition notContains(@Nullable Object value) {
      return is("not_contains", value);
    }

    /** The text begins with one of some. */
    public Condition startsWith(String... texts) {
      return is("starts_with", List.of(texts));
    }

    /** The text ends with one of some. */
    public Condition endsWith(String... texts) {
      return is("ends_with", List.of(texts));
    }

    /** The value is there, and not null. */
    public Condition exists() {
      return is("exists", true);
    }

    /** The value is absent or null. */
    public Condition existsNot() {
      return is("exists", false);
    }

    /** The file path is inside one of some folders. */
    public Condition within(String... folders) {
      return is("within", List.of(folders));
    }

    /** The file path is outside all of some folders. */
    public Condition notWithin(String... folders) {
      return is("not_within", List.of(folders));
    }

    /** The host of the http(s) URL is listed. */
    public Condition hostIn(String... hosts) {
      return is("host_in", List.of(hosts));
    }

    /** The host of the http(s) URL is not listed. */
    public Condition hostNotIn(String... hosts) {
      return is("host_not_in", List.of(hosts));
    }

    /** The text, list or object has at most so many code points, elements or fields. */
    public Condition lengthLte(int length) {
      return is("length_lte", length);
    }

    /** The text, list or object has at least so many code points, elements or fields. */
    public Condition lengthGte(int length) {
      return is("length_gte", length);
    }

    /** The value is of a JSON type, as in {@code integer}. */
    public Condition type(String type) {
      return is("type", type);
    }

    private Condition is(String op, @Nullable Object value) {
      Map<String, @Nullable Object> comparison = new LinkedHashMap<>();
      comparison.put("path", path);
      comparison.put("op", op);
      comparison.put("value", value);
      return new Condition(comparison);
    }
  }
}
