package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.RuleMessages;
import java.util.ArrayDeque;
import java.util.Deque;

/** A folder of a policy, of which file paths are inside or outside. */
final class Folder {

  /** The letter of the drive in lower case, or 0. */
  private final char drive;

  private final String[] names;

  private Folder(char drive, String[] names) {
    this.drive = drive;
    this.names = names;
  }

  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException if it is no absolute path, with a sentence for the author
   */
  static Folder parse(String path) {
    int start = FilePath.start(path);
    if (start < 0) {
      throw new IllegalArgumentException(whyNot(path));
    }
    Deque<String> names = new ArrayDeque<>();
    for (int from = start; from < path.length(); ) {
      int end = FilePath.nameEnd(path, from);
      String name = path.substring(from, end);
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
      from = end + 1;
    }
    return new Folder(FilePath.drive(path, start), names.toArray(String[]::new));
  }

  private static String whyNot(String path) {
    if (path.indexOf('\0') >= 0) {
      return RuleMessages.folderWithNul();
    }
    if (path.startsWith("~")) {
      return RuleMessages.folderWithTilde(path);
    }
    if (path.length() > 1
        && FilePath.isSeparator(path.charAt(0))
        && FilePath.isSeparator(path.charAt(1))) {
      return RuleMessages.folderWithTwoSeparators(path);
    }
    if (!FilePath.beginsWithDrive(path)) {
      return RuleMessages.relativeFolder(path);
    }
    return path.length() > 2 && FilePath.isSeparator(path.charAt(2))
        ? RuleMessages.windowsRenames(path)
        : RuleMessages.driveWithoutSeparator(path);
  }

  /**
   * Says whether a path is inside.
   *
   * @param start where its first name begins, as {@link FilePath#start} says
   */
  Truth holds(String path, int start) {
    char otherDrive = FilePath.drive(path, start);
    if (drive != otherDrive) {
      return drive == 0 || otherDrive == 0 ? Truth.UNKNOWN : Truth.FALSE;
    }
    int depth = 0;
    int shared = 0; // how many of the names so far are this folder's
    for (int from = start; from < path.length(); ) {
      int end = FilePath.nameEnd(path, from);
      if (isParent(path, from, end)) {
        depth = Math.max(0, depth - 1);
        shared = Math.min(shared, depth);
      } else if (!isHere(path, from, end)) {
        if (shared == depth && depth < names.length && isName(path, from, end, names[depth])) {
          shared++;
        }
        depth++;
      }
      from = end + 1;
    }
    return Truth.of(shared == names.length);
  }

  private static boolean isParent(String path, int from, int end) {
    return end - from == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
  }

  private static boolean isHere(String path, int from, int end) {
    return end == from || (end - from == 1 && path.charAt(from) == '.');
  }

  private static boolean isName(String path, int from, int end, String name) {
    return end - from == name.length() && path.startsWith(name, from);
  }
}
