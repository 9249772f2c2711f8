package dev.mcppolicy.audit;

import java.util.List;

/**
 * What verifying a log has shown.
 *
 * @param findings what shows that the log isn't what was written, or isn't all of it
 * @param notes what is worth to be known, and is no finding
 * @param first the number of the first record; 0 if there is none
 * @param last the number of the last record; 0 if there is none
 * @param signed the number of the last record that a good signature covers; 0 if there is none.
 *     Whoever can write the files could have changed or cut off what comes after
 * @param closed whether the log ends with a closing record
 */
public record Verification(
    List<AuditFinding> findings,
    List<AuditFinding> notes,
    long first,
    long last,
    long signed,
    boolean closed) {

  /** Copies the lists. */
  public Verification {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Says whether nothing was found. */
  public boolean isGood() {
    return findings.isEmpty();
  }
}
