package dev.mcppolicy.audit;

import dev.mcppolicy.internal.value.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints one record, field by field, and ends it with its hash. Not thread-safe. */
final class LinePrinter {

  private final StringBuilder out = new StringBuilder(512);

  LinePrinter(long number, Instant time, String type) {
    out.append("{\"v\":").append(RecordParser.VERSION);
    out.append(",\"n\":").append(number);
    text("time", time.toString());
    text("type", type);
  }

  /** Adds a text; nothing if it is null. */
  LinePrinter text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      CanonicalJson.quote(value, out);
    }
    return this;
  }

  /** Adds a text unless it is empty. */
  LinePrinter said(String name, String value) {
    return text(name, value.isEmpty() ? null : value);
  }

  LinePrinter texts(String name, List<String> values) {
    return json(name, values);
  }

  LinePrinter number(String name, String printed) {
    name(name).append(printed);
    return this;
  }

  /** Adds a yes; nothing if it is none. */
  LinePrinter flag(String name, boolean isSo) {
    return isSo ? number(name, "true") : this;
  }

  LinePrinter json(String name, Object plain) {
    PlainJson.print(plain, name(name));
    return this;
  }

  LinePrinter printed(String name, @Nullable String json) {
    if (json != null) {
      name(name).append(json);
    }
    return this;
  }

  LinePrinter signature(AuditRecord.@Nullable Signature signature) {
    return signature == null
        ? this
        : text("key", signature.key()).text("signature", signature.value());
  }

  private StringBuilder name(String name) {
    return out.append(",\"").append(name).append("\":");
  }

  /** A line with its line feed, and its hash. */
  static final class Printed {
    private final byte[] bytes;
    private final String hash;

    private Printed(byte[] bytes, String hash) {
      this.bytes = bytes;
      this.hash = hash;
    }

    byte[] bytes() {
      return bytes;
    }

    String hash() {
      return hash;
    }
  }

  Printed end(String previous) {
    text("prev", previous);
    byte[] content = out.toString().getBytes(StandardCharsets.UTF_8);
    String hash = Line.hash(content, content.length);
    byte[] end = Line.end(hash);
    byte[] line = Arrays.copyOf(content, content.length + end.length + 1);
    System.arraycopy(end, 0, line, content.length, end.length);
    line[line.length - 1] = '\n';
    return new Printed(line, hash);
  }
}
