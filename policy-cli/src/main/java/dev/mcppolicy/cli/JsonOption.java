package dev.mcppolicy.cli;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object that stands on the command line, or in a file after an {@code @}. */
final class JsonOption {

  private JsonOption() {}

  /**
   * Reads an object.
   *
   * @param option the name of the option, as in {@code --args}
   * @param text its value
   * @throws UnusableException if it is no object
   */
  static Map<String, @Nullable Object> read(String option, String text) {
    Findings findings = new Findings();
    byte[] utf8 =
        text.startsWith("@")
            ? Documents.bytes(Subcommand.path(text.substring(1)))
            : text.getBytes(StandardCharsets.UTF_8);
    Node node = utf8.length == 0 ? null : JsonReader.read(utf8, findings, JsonReader.Numbers.ANY);
    if (!findings.isEmpty()) {
      throw new UnusableException(
          CliMessages.noJson(option, findings.inOrder().stream().map(String::valueOf).toList()));
    }
    if (!(node instanceof ObjectNode object)) {
      throw new UnusableException(CliMessages.notAnObject(option));
    }
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    object.members().forEach(member -> plain.put(member.name(), member.value().toPlain()));
    return plain;
  }
}
