package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.RuleMessages;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the value given to an operator; each method throws if it is another. */
final class Given {

  private Given() {}

  static PolicyNumber number(@Nullable Object value) {
    if (value instanceof Number number && JsonNumbers.isFinite(number)) {
      return new PolicyNumber(number);
    }
    throw refused("", RuleMessages.notA("a number", value));
  }

  static PolicyNumber length(@Nullable Object value) {
    if (value instanceof Number number
        && JsonNumbers.isInteger(number)
        && JsonNumbers.exact(number).signum() >= 0) {
      return new PolicyNumber(number);
    }
    throw refused("", RuleMessages.notA("an integer of at least 0", value));
  }

  static boolean flag(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused("", RuleMessages.notA("true or false", value));
  }

  static String typeName(@Nullable Object value) {
    if (value instanceof String name && OfType.NAMES.contains(name)) {
      return name;
    }
    throw refused("", RuleMessages.notAType(OfType.NAMES, value));
  }

  static Regex pattern(@Nullable Object value) {
    if (value instanceof String pattern) {
      return Regex.compile(pattern);
    }
    throw refused("", RuleMessages.notA("a pattern", value));
  }

  static List<?> values(@Nullable Object value) {
    return nonEmpty(value, "a list of values");
  }

  static List<String> textOrTexts(@Nullable Object value) {
    return value instanceof String text
        ? List.of(text)
        : each(value, "a text or a list of texts", "a text", text -> text);
  }

  static List<Folder> folderOrFolders(@Nullable Object value) {
    if (value instanceof String path) {
      try {
        return List.of(Folder.parse(path));
      } catch (IllegalArgumentException e) {
        throw refused("", String.valueOf(e.getMessage()));
      }
    }
    return each(value, "an absolute path or a list of them", "an absolute path", Folder::parse);
  }

  static List<ListedHost> hosts(@Nullable Object value) {
    return each(value, "a list of hosts", "a host", ListedHost::parse);
  }

  private static List<?> nonEmpty(@Nullable Object value, String what) {
    if (!(value instanceof List<?> list)) {
      throw refused("", RuleMessages.notA(what, value));
    }
    if (list.isEmpty()) {
      throw refused("", RuleMessages.emptyList(what));
    }
    return list;
  }

  /** Reads each text of a list by a function that says what is wrong with it. */
  private static <T> List<T> each(
      @Nullable Object value, String what, String one, Function<String, T> reader) {
    List<T> read = new ArrayList<>();
    int index = 0;
    for (Object element : nonEmpty(value, what)) {
      String suffix = "/" + index++;
      if (!(element instanceof String text)) {
        throw refused(suffix, RuleMessages.notA(one, element));
      }
      try {
        read.add(reader.apply(text));
      } catch (IllegalArgumentException e) {
        throw refused(suffix, String.valueOf(e.getMessage()));
      }
    }
    return read;
  }

  private static InvalidConstantException refused(String suffix, String message) {
    return new InvalidConstantException(suffix, message);
  }
}
