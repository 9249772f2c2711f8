package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.rule.Comparison;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a compared text looks like, by the name of the argument and by the constant. */
enum Looks {
  /** Like nothing in particular. */
  PLAIN,
  /** Like a file path. */
  LIKE_PATH,
  /** Like a URL. */
  LIKE_URL;

  private static final Set<String> URL_NAMES =
      Set.of("url", "uri", "href", "endpoint", "webhook", "urls", "uris");

  private static final Set<String> PATH_NAMES =
      Set.of(
          "path",
          "paths",
          "filepath",
          "dir",
          "directory",
          "folder",
          "cwd",
          "pathname",
          "directories",
          "folders");

  static Looks of(Comparison comparison) {
    List<String> words = words(comparison.path().canonical());
    List<String> constants = texts(comparison.constant());
    if (constants.isEmpty()) {
      return PLAIN;
    }
    if (words.stream().anyMatch(URL_NAMES::contains) || constants.stream().anyMatch(Looks::isUrl)) {
      return LIKE_URL;
    }
    return words.stream().anyMatch(PATH_NAMES::contains)
            || constants.stream().anyMatch(Looks::isPath)
        ? LIKE_PATH
        : PLAIN;
  }

  /** Returns the words of the last name of a path: {@code webhookUrl} is two. */
  private static List<String> words(String path) {
    String plain = path.replaceAll("\\[(\\*|[0-9]+)]", "").replaceAll("[\"\\]]", "");
    String last = plain.substring(Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('[')) + 1);
    return Arrays.stream(last.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> texts(@Nullable Object constant) {
    return constant instanceof String text
        ? List.of(text)
        : constant instanceof List<?> list
            ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
            : List.of();
  }

  private static boolean isUrl(String constant) {
    return constant.contains("://") || constant.replace("\\", "").matches("(?i)\\^?https?[?:].*");
  }

  private static boolean isPath(String constant) {
    String plain = constant.replace("\\/", "/").replace("\\.", ".");
    return plain.contains("../")
        || plain.equals("..")
        || plain.matches("(?s)\\^?/[A-Za-z0-9_.-]+(/.*)?")
        || plain.matches("(?s)\\^?[A-Za-z]:\\\\.*");
  }
}
