package dev.mcppolicy.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the files of a log are what was written: whether a record was changed, is missing,
 * stands twice or elsewhere, or the end was cut off.
 *
 * <p>Without a key this finds what was changed by mistake, or by somebody who didn't compute all
 * hashes anew. With the key of the one who signed, it also finds that, up to the last signature.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class AuditVerifier {

  private final @Nullable PublicKey key;
  private final boolean open;
  private final long begin;

  private AuditVerifier(@Nullable PublicKey key, boolean open, long begin) {
    this.key = key;
    this.open = open;
    this.begin = begin;
  }

  /** Returns a verifier of logs that are whole and closed, and that checks no signatures. */
  public static AuditVerifier create() {
    return new AuditVerifier(null, false, 1);
  }

  /**
   * Returns a verifier that checks signatures too: each has to be of this key.
   *
   * @throws IllegalArgumentException if it is no Ed25519 key
   */
  public AuditVerifier withKey(PublicKey key) {
    Signer.requireKey(key);
    return new AuditVerifier(key, open, begin);
  }

  /**
   * Returns a verifier of logs that may not be closed, because they are still written to, or the
   * process that wrote them died. It can't tell whether the end was cut off.
   */
  public AuditVerifier allowingOpen() {
    return new AuditVerifier(key, true, begin);
  }

  /**
   * Returns a verifier of logs whose first files are kept elsewhere.
   *
   * @param record the number of the first record that is given
   * @throws IllegalArgumentException if it is less than 1
   */
  public AuditVerifier beginningAt(long record) {
    if (record < 1) {
      throw new IllegalArgumentException(AuditMessages.lessThanOne("record", record));
    }
    return new AuditVerifier(key, open, record);
  }

  /**
   * Verifies a log.
   *
   * @param files all of its files, in any order
   * @throws IOException if a file can't be read
   */
  public Verification verify(List<Path> files) throws IOException {
    Inspection inspection = new Inspection(key, open, begin);
    List<Numbered> ordered = new ArrayList<>();
    for (Path file : files) {
      ordered.add(new Numbered(file, firstNumber(file)));
    }
    ordered.sort(Comparator.comparingLong(Numbered::first));
    for (int i = 0; i < ordered.size(); i++) {
      inspect(ordered.get(i).file(), inspection, i == ordered.size() - 1);
    }
    return inspection.end(Objects.requireNonNullElse(lastOf(ordered), Path.of("")));
  }

  private record Numbered(Path file, long first) {}

  private static @Nullable Path lastOf(List<Numbered> files) {
    return files.isEmpty() ? null : files.get(files.size() - 1).file();
  }

  /** Returns the number of a file's first record; files without one come last. */
  private static long firstNumber(Path file) throws IOException {
    try (AuditReader reader = AuditReader.open(file)) {
      return reader.next().map(AuditRecord::number).orElse(Long.MAX_VALUE);
    } catch (AuditFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static void inspect(Path file, Inspection inspection, boolean last) throws IOException {
    inspection.begin(file);
    try (InputStream in = Files.newInputStream(file)) {
      inspect(in, inspection, last);
    }
  }

  /** Inspects the lines of one file. */
  static void inspect(InputStream in, Inspection inspection, boolean last) throws IOException {
    LineReader lines = new LineReader(in, Line.LONGEST);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        inspection.line(lines.line(), line);
      }
      if (lines.rest().length > 0) {
        inspection.unfinished(lines.line(), lines.rest().length, last);
      }
    } catch (LineReader.TooLongException e) {
      inspection.found(lines.line(), 0, AuditMessages.tooLong());
    }
  }
}
