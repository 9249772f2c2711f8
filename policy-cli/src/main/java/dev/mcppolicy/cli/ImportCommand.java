package dev.mcppolicy.cli;

import dev.mcppolicy.analysis.InterceptImport;
import dev.mcppolicy.analysis.InvalidInputException;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.text.DocumentMessages;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a policy of PolicyLayer's Intercept into one of this language. */
@Command(
    name = "import",
    description = {
      "Turns a YAML policy of PolicyLayer's Intercept into a policy that decides alike.",
      "What can't be carried over is a problem that names the rule; then nothing is written."
    },
    footer = {
      "  policy import intercept.yaml --output payments.json",
      "  policy import intercept.yaml | less",
      "",
      "The policy is JSON in either format; problems go to the error stream as text, or to the output",
      "as the JSON of check.",
      "Exit:  0 the policy is carried over, 1 it is not, 2 a file can't be read or written."
    })
final class ImportCommand extends Subcommand {

  private final Output err;

  @Parameters(paramLabel = "FILE.yaml", description = "The policy of Intercept.")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the policy, in place of what is there.")
  private @Nullable String output;

  ImportCommand(Output out, Output err) {
    super(out);
    this.err = err;
  }

  @Override
  public Integer call() {
    Path yaml = path(file);
    Path target = output == null ? null : path(output);
    byte[] utf8 = Documents.bytes(yaml);
    if (utf8.length > JsonReader.MAX_BYTES) {
      return refuse(List.of(whole(yaml, DocumentMessages.tooBig(JsonReader.MAX_BYTES))));
    }
    String policy;
    try {
      policy = InterceptImport.read(text(utf8));
    } catch (CharacterCodingException e) {
      return refuse(List.of(whole(yaml, DocumentMessages.notUtf8())));
    } catch (InvalidInputException e) {
      return refuse(Problem.of(yaml, e.problems()));
    }
    if (target == null) {
      out.document(policy);
    } else {
      NewFile.write(target, policy);
    }
    return Exit.FINE;
  }

  private int refuse(List<Problem> problems) {
    if (asJson()) {
      out.document(Json.print(problems.stream().map(Problem::toJson).toList()));
    } else {
      problems.forEach(problem -> problem.printTo(err));
    }
    return Exit.FINDINGS;
  }

  private static Problem whole(Path file, String message) {
    return new Problem(file.toString(), "", 0, 0, message);
  }

  /** Decodes strictly: a decoder, unlike a string's constructor, reports what it can't read. */
  private static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }
}
