package dev.mcppolicy.testing;

import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Node;
import java.nio.file.Path;

/**
 * A policy and where it was read.
 *
 * @param file the file that holds it: its own, or the test file in which it stands
 * @param under where in that file it stands, as a JSON Pointer
 * @param document its document, which knows its places
 */
record PolicySource(Path file, String under, Node document, Policy policy) {

  /** Names it: its file, and the place within it if it is not the whole. */
  String name() {
    return file + under;
  }
}
