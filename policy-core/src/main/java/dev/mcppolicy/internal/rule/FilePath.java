package dev.mcppolicy.internal.rule;

/** How absolute file paths of Unix and Windows are read: both separators are understood. */
final class FilePath {

  private static final int AFTER_DRIVE = 3;

  private FilePath() {}

  /**
   * Returns where the first name of an absolute path begins: at 1 without a drive letter, at 3 with
   * one. Returns -1 if the path can't be judged: it is relative, holds a NUL, begins with {@code
   * ~}, two separators or the prefix of Windows' object names, has no separator after its drive
   * letter, or has one and a name that Windows would read as another.
   */
  static int start(String path) {
    if (path.indexOf('\0') >= 0) {
      return -1;
    }
    if (beginsWithDrive(path)) {
      boolean absolute = path.length() > 2 && isSeparator(path.charAt(2));
      return absolute && windowsKeepsNames(path) ? AFTER_DRIVE : -1;
    }
    boolean absolute = !path.isEmpty() && isSeparator(path.charAt(0));
    boolean two = path.length() > 1 && isSeparator(path.charAt(1));
    return absolute && !two && !path.startsWith("\\??\\") ? 1 : -1;
  }

  static boolean isSeparator(char c) {
    return c == '/' || c == '\\';
  }

  static boolean beginsWithDrive(String path) {
    return path.length() > 1 && path.charAt(1) == ':' && isLetter(path.charAt(0));
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  /** Returns the drive letter of an absolute path in lower case, or 0 if it has none. */
  static char drive(String path, int start) {
    return start == AFTER_DRIVE ? (char) (path.charAt(0) | 0x20) : 0;
  }

  /** Returns where the name that begins at an index ends. */
  static int nameEnd(String path, int from) {
    int end = from;
    while (end < path.length() && !isSeparator(path.charAt(end))) {
      end++;
    }
    return end;
  }

  /**
   * Says whether Windows takes each name as it stands: it strips final dots and spaces, and reads
   * what follows a colon as the name of a stream.
   */
  private static boolean windowsKeepsNames(String path) {
    if (path.indexOf(':', AFTER_DRIVE) >= 0) {
      return false;
    }
    for (int from = AFTER_DRIVE; from < path.length(); ) {
      int end = nameEnd(path, from);
      if (end > from && isStripped(path.charAt(end - 1)) && !isDots(path, from, end)) {
        return false;
      }
      from = end + 1;
    }
    return true;
  }

  private static boolean isStripped(char last) {
    return last == '.' || last == ' ';
  }

  /** Says whether a name is {@code .} or {@code ..}. */
  private static boolean isDots(String path, int from, int end) {
    return end - from <= 2 && path.startsWith(end - from == 1 ? "." : "..", from);
  }
}
