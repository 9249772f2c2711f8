package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import org.jspecify.annotations.Nullable;

/** Prints plain values as JSON. */
final class Json {

  private Json() {}

  static String print(@Nullable Object value) {
    return Documents.compact(Node.of(value));
  }
}
