package dev.mcppolicy.testing;

import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Node;
import java.nio.file.Path;

/**
 * A policy and where it was read.
 *
 * @param file the file that holds it: its own, or the test file in which it stands
 * @param document its document, which knows its places
 */
record PolicySource(Path file, Node document, Policy policy) {

  /** Names it: by the file that holds it, which holds no other. */
  String name() {
    return file.toString();
  }
}
