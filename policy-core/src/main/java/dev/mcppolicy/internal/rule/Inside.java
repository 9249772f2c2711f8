package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a file path is inside one of several folders: the Kleene <i>or</i> over them. */
final class Inside extends Test {

  private final Folder[] folders;

  Inside(List<Folder> folders) {
    this.folders = folders.toArray(new Folder[0]);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (!(value instanceof String path)) {
      return Truth.UNKNOWN;
    }
    int start = FilePath.start(path);
    if (start < 0) {
      return Truth.UNKNOWN;
    }
    Truth any = Truth.FALSE;
    for (int i = 0; i < folders.length && any != Truth.TRUE; i++) {
      any = any.or(folders[i].holds(path, start));
    }
    return any;
  }
}
