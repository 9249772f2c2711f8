package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditFinding;
import dev.mcppolicy.audit.Verification;
import java.io.IOException;
import java.nio.file.Path;

/** What the command line says of audit logs; the rest is said by their library. */
final class AuditMessages {

  private AuditMessages() {}

  static String wrongFrom() {
    return "--from must be a whole number from 1";
  }

  static String cantBeRead(Path file, IOException failure) {
    return file
        + " can't be read: "
        + CliMessages.withoutName(Path.of(file + ":"), String.valueOf(failure.getMessage()));
  }

  static String readsOnce(Path file) {
    return file + " can be read only once; save what it holds in a file first";
  }

  static String isLeftAlone(Path file) {
    return file + " is there already, and is left alone";
  }

  static String place(AuditFinding finding) {
    return finding.file() + (finding.line() == 0 ? "" : ":" + finding.line());
  }

  static String about(AuditFinding finding) {
    return (finding.record() == 0 ? "" : "record " + finding.record() + ": ") + finding.message();
  }

  static String intact(Verification verification, boolean keyed) {
    String records =
        verification.first() == verification.last()
            ? "record " + verification.first()
            : "records " + verification.first() + " to " + verification.last();
    return records
        + ", nothing was changed"
        + (verification.closed() ? "" : ", not closed")
        + (keyed
            ? "; signed up to " + verification.signed()
            : "; no signature was checked, so who can compute hashes is not found");
  }

  static String notIntact(int findings) {
    return findings == 1 ? "1 finding" : findings + " findings";
  }
}
