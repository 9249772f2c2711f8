package dev.mcppolicy.internal.document;

import org.jspecify.annotations.Nullable;

/** Where a reader of a document is: for each level the key or the index. Not thread-safe. */
final class Trail {

  /** By level; null where an index stands. */
  private final @Nullable String[] keys;

  private final int[] indexes;

  /** Makes a trail of at most so many levels. */
  Trail(int levels) {
    this.keys = new String[levels];
    this.indexes = new int[levels];
  }

  /** Goes to a member of the object at a level, the document being at 0. */
  void enter(int level, String key) {
    keys[level] = key;
  }

  /** Goes to an element of the list at a level, the document being at 0. */
  void enter(int level, int index) {
    keys[level] = null;
    indexes[level] = index;
  }

  /** Returns the JSON Pointer of what stands so many levels below the document. */
  String pointer(int levels) {
    String pointer = "";
    for (int i = 0; i < levels; i++) {
      String key = keys[i];
      pointer = key == null ? Pointers.child(pointer, indexes[i]) : Pointers.child(pointer, key);
    }
    return pointer;
  }
}
