package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditFinding;
import dev.mcppolicy.audit.AuditKeys;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.audit.Verification;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether the files of an audit log are what was written. */
@Command(
    name = "verify",
    description = {
      "Says whether an audit log was changed, and where: whether a record was altered, is missing,",
      "stands twice or elsewhere, or the end was cut off. Name all files of the log, in any order.",
      "Without a key, who computes all hashes anew is not found."
    },
    footer = {
      "  policy audit verify audit*.jsonl",
      "  policy audit verify --key audit.pub.pem --open audit.jsonl",
      "",
      "Text:  FILE:LINE: record NUMBER: SENTENCE",
      "JSON:  {\"findings\": [{\"file\", \"line\", \"record\", \"message\"}], \"notes\": [the same],",
      "        \"first\", \"last\", \"signed\", \"closed\"}",
      "Exit:  0 nothing was changed, 1 findings, 2 a file can't be read."
    })
final class AuditVerifyCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "All files of one log.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The public key of the one who signs, in PEM; checks the signatures.")
  private @Nullable String key;

  @Option(
      names = "--open",
      description = "The log may not be closed, since it is still written to, or its process died.")
  private boolean open;

  @Option(
      names = "--from",
      paramLabel = "NUMBER",
      description = "The first record that is given, where older files are kept elsewhere.")
  private long from = 1;

  AuditVerifyCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    Verification verification = verify(files.stream().map(AuditVerifyCommand::readable).toList());
    print(verification);
    return verification.isGood() ? Exit.FINE : Exit.FINDINGS;
  }

  private Verification verify(List<Path> paths) {
    try {
      return verifier().verify(paths);
    } catch (IOException e) {
      throw new UnusableException(String.valueOf(e.getMessage()));
    }
  }

  private AuditVerifier verifier() throws IOException {
    if (from < 1) {
      throw new UnusableException(AuditMessages.wrongFrom());
    }
    AuditVerifier verifier = AuditVerifier.create().beginningAt(from);
    verifier = open ? verifier.allowingOpen() : verifier;
    return key == null ? verifier : verifier.withKey(AuditKeys.readPublic(readable(key)));
  }

  /** Returns a file that can be read, as far as can be said before it is. */
  static Path readable(String name) {
    Path file = path(name);
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new UnusableException(AuditMessages.readsOnce(file));
    }
    try (var in = Files.newInputStream(file)) {
      in.read();
      return file;
    } catch (NoSuchFileException e) {
      throw new UnusableException(CliMessages.notThere(file));
    } catch (AccessDeniedException e) {
      throw new UnusableException(CliMessages.mustNotBeRead(file));
    } catch (IOException e) {
      throw new UnusableException(AuditMessages.cantBeRead(file, e));
    }
  }

  private void print(Verification verification) {
    if (asJson()) {
      out.document(Json.print(json(verification)));
      return;
    }
    verification.findings().forEach(finding -> print(Style.STRONG, finding));
    verification.notes().forEach(note -> print(Style.FAINT, note));
    if (verification.isGood()) {
      out.print(Style.GOOD, AuditMessages.intact(verification, key != null)).newLine();
    } else {
      out.line(AuditMessages.notIntact(verification.findings().size()));
    }
  }

  private void print(Style style, AuditFinding finding) {
    out.print(style, AuditMessages.place(finding)).print(": ").line(AuditMessages.about(finding));
  }

  private static Json json(Verification verification) {
    return Json.object()
        .put("findings", json(verification.findings()))
        .put("notes", json(verification.notes()))
        .put("first", verification.first())
        .put("last", verification.last())
        .put("signed", verification.signed())
        .put("closed", verification.closed());
  }

  private static List<Json> json(List<AuditFinding> findings) {
    return findings.stream()
        .map(
            finding ->
                Json.object()
                    .put("file", finding.file().toString())
                    .put("line", finding.line())
                    .put("record", finding.record())
                    .put("message", finding.message()))
        .toList();
  }
}
