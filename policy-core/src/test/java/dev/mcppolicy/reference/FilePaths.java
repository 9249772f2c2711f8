package dev.mcppolicy.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** File paths, as {@code within} and {@code not_within} read them. */
final class FilePaths {

  /** An absolute path after {@code .} and {@code ..} are resolved; the drive is "" without one. */
  private record Resolved(String drive, List<String> names) {}

  private FilePaths() {}

  static Truth isWithin(String path, String folder) {
    Resolved inner = resolve(path);
    Resolved outer = resolve(folder);
    if (inner == null || outer == null) {
      return Truth.UNKNOWN;
    }
    if (inner.drive.isEmpty() != outer.drive.isEmpty()) {
      return Truth.UNKNOWN;
    }
    if (!inner.drive.equals(outer.drive)) {
      return Truth.FALSE;
    }
    if (inner.names.size() < outer.names.size()) {
      return Truth.FALSE;
    }
    for (int i = 0; i < outer.names.size(); i++) {
      if (!inner.names.get(i).equals(outer.names.get(i))) {
        return Truth.FALSE;
      }
    }
    return Truth.TRUE;
  }

  /** The path resolved, or null when it can't be judged. */
  private static @Nullable Resolved resolve(String path) {
    if (path.indexOf('\0') >= 0 || path.startsWith("~") || path.startsWith("\\??\\")) {
      return null;
    }
    String drive = "";
    String rest = path;
    if (path.length() >= 2 && isLetter(path.charAt(0)) && path.charAt(1) == ':') {
      drive = path.substring(0, 1).toLowerCase(Locale.ROOT);
      rest = path.substring(2);
    }
    if (rest.isEmpty() || !isSeparator(rest.charAt(0))) {
      return null;
    }
    if (drive.isEmpty() && rest.length() >= 2 && isSeparator(rest.charAt(1))) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String segment : segments(rest)) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (segment.equals("..")) {
        if (!names.isEmpty()) {
          names.remove(names.size() - 1);
        }
        continue;
      }
      if (!drive.isEmpty() && windowsReadsAnother(segment)) {
        return null;
      }
      names.add(segment);
    }
    return new Resolved(drive, names);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (char c : path.toCharArray()) {
      if (isSeparator(c)) {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    return segments;
  }

  /** Windows strips final dots and spaces of a name, and what follows a colon names a stream. */
  private static boolean windowsReadsAnother(String name) {
    return name.endsWith(".") || name.endsWith(" ") || name.indexOf(':') >= 0;
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == '\\';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
