package dev.mcppolicy.analysis;

import java.util.List;

/**
 * What {@link Lint} found.
 *
 * @param findings what is suspicious in the policy, in the order in which it stands there
 * @param silenced what was found too, but is silenced
 * @param unusedSilences the silences that silenced nothing, with their places in the document of
 *     the silences
 */
public record LintReport(
    List<LintFinding> findings, List<LintFinding> silenced, List<LintFinding> unusedSilences) {

  /** Copies the lists. */
  public LintReport {
    findings = List.copyOf(findings);
    silenced = List.copyOf(silenced);
    unusedSilences = List.copyOf(unusedSilences);
  }

  /** Says whether there is nothing to mend: neither findings nor unused silences. */
  public boolean isClean() {
    return findings.isEmpty() && unusedSilences.isEmpty();
  }
}
