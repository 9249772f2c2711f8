package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an audit log tells: what was called, denied and nearly denied, by whom, why and when.
 *
 * <pre>{@code
 * AuditReport report = AuditReport.read(List.of(Path.of("audit.jsonl")));
 * if (!report.verification().isGood()) { … }
 * report.tools().rows().forEach(row -> show(row.name(), row.calls().denied()));
 * }</pre>
 *
 * <p>A call is <em>nearly denied</em> if it was allowed only because a rule was in shadow mode. How
 * full a limit was, and whether somebody approved an allowed call, isn't recorded, and isn't
 * guessed.
 *
 * <p>Reading takes bounded memory, however long the log is and whatever names it holds: of each
 * kind, so many names are told apart, and the calls of all others are counted together.
 *
 * @param records how many records were read
 * @param from the time of the earliest; empty if there is none
 * @param to the time of the latest; empty if there is none
 * @param total all calls
 * @param tools the calls of each tool
 * @param servers the calls of each server; the name is empty for calls to one without a name
 * @param grants the calls of each grant; the name is empty for callers without one
 * @param policies the calls that each policy decided, by its digest; empty for calls without one
 * @param reasons why calls were denied or nearly denied, the most frequent first
 * @param otherReasons how many calls had reasons that found no room
 * @param step how long each stretch of {@code history} is
 * @param history all calls over time, without a gap
 * @param gaps what the log says it doesn't hold
 * @param verification whether the records are those that were written
 */
public record AuditReport(
    long records,
    Optional<Instant> from,
    Optional<Instant> to,
    ReportRow total,
    ReportTable tools,
    ReportTable servers,
    ReportTable grants,
    ReportTable policies,
    List<Reason> reasons,
    long otherReasons,
    Duration step,
    List<ReportColumn> history,
    Gaps gaps,
    Verification verification) {

  /** Copies the lists. */
  public AuditReport {
    reasons = List.copyOf(reasons);
    history = List.copyOf(history);
  }

  /**
   * Reads the files of one log, and verifies its chain, but no signatures. The log may still be
   * written to, and its first files may be kept elsewhere.
   *
   * @param files the files, in any order
   * @throws IOException if a file can't be read
   */
  public static AuditReport read(List<Path> files) throws IOException {
    return readAndVerify(files, null);
  }

  /**
   * Reads the files of one log, and verifies its chain and signatures.
   *
   * @param files the files, in any order
   * @param key the key whose owner signed the log
   * @throws IOException if a file can't be read
   * @throws IllegalArgumentException if it is no Ed25519 key
   */
  public static AuditReport read(List<Path> files, PublicKey key) throws IOException {
    return readAndVerify(files, Objects.requireNonNull(key, "key"));
  }

  private static AuditReport readAndVerify(List<Path> files, @Nullable PublicKey key)
      throws IOException {
    ReportReader reader = new ReportReader();
    reader.read(files);
    AuditVerifier verifier =
        AuditVerifier.create().allowingOpen().beginningAt(Math.max(1, reader.first()));
    return reader.report((key == null ? verifier : verifier.withKey(key)).verify(files));
  }

  /** Says whether nothing shows that the log isn't what was written, or isn't all of it. */
  public boolean isWhole() {
    return verification.isGood() && gaps.dropped() == 0 && gaps.unreadable() == 0;
  }
}
