package dev.mcppolicy.cli;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of the language. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of policies, by which editors complete and check them.",
    footer = {"  policy schema > policy.schema.json"})
final class SchemaCommand extends Subcommand {

  private static final String SCHEMA = "/dev/mcppolicy/policy.schema.json";

  SchemaCommand(Output out) {
    super(out);
  }

  /** Prints the schema, which is JSON in either format. */
  @Override
  public Integer call() {
    try (InputStream schema = Policy.class.getResourceAsStream(SCHEMA)) {
      byte[] bytes = Objects.requireNonNull(schema, SCHEMA).readAllBytes();
      out.document(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Exit.FINE;
  }
}
