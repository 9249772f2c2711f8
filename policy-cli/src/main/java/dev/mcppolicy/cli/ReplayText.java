package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.ReplaySummary;
import dev.mcppolicy.audit.ReplayVerdict;
import dev.mcppolicy.audit.ReplayedCall;

/**
 * Prints what a replay has shown.
 *
 * @param out where
 */
record ReplayText(Output out) {

  static String wrongMost() {
    return "--most must be a whole number from 1";
  }

  static String noKey(String file) {
    return file + " holds no key of this kind in Base64";
  }

  static String otherDoubts() {
    return "other reasons";
  }

  static String changed(int findings) {
    return "THIS LOG IS NOT WHAT WAS WRITTEN: "
        + ReportMessages.count(findings, "finding")
        + "; see policy audit verify";
  }

  static String unreadable(long lines) {
    return ReportMessages.count(lines, "line") + " can't be read, and are left out";
  }

  static String moreDifferent(long more) {
    return "… and " + ReportMessages.count(more, "more call") + " decided differently";
  }

  static String tally(ReplaySummary summary) {
    long all = 0;
    for (ReplayVerdict verdict : ReplayVerdict.values()) {
      all += summary.count(verdict);
    }
    return ReportMessages.count(all, "call")
        + ": "
        + summary.count(ReplayVerdict.SAME)
        + " the same, "
        + summary.count(ReplayVerdict.OTHER_REASON)
        + " for another reason, "
        + summary.count(ReplayVerdict.DIFFERENT)
        + " different, "
        + summary.count(ReplayVerdict.UNDECIDED)
        + " undecided";
  }

  void print(ReplayFindings findings, ReplaySummary summary) {
    if (!summary.verification().isGood()) {
      out.print(Style.BAD, changed(summary.verification().findings().size())).newLine();
    }
    findings.different().forEach(this::different);
    long more = summary.count(ReplayVerdict.DIFFERENT) - findings.different().size();
    if (more > 0) {
      out.line(moreDifferent(more));
    }
    findings
        .doubts()
        .forEach(
            (doubt, calls) ->
                out.print(Style.DOUBTFUL, "undecided")
                    .print("  ")
                    .line(
                        ReportMessages.count(calls, "call")
                            + " "
                            + doubt.tool()
                            + ": "
                            + doubt.why()));
    if (summary.unreadable() > 0) {
      out.print(Style.BAD, unreadable(summary.unreadable())).newLine();
    }
    out.print(Style.STRONG, tally(summary)).newLine();
  }

  private void different(ReplayedCall call) {
    Decided then = call.recorded();
    out.print(Style.BAD, "different").print("  ");
    out.line(
        "record "
            + then.number()
            + ", "
            + then.time()
            + ", "
            + then.tool()
            + then.grant().map(grant -> ", by " + grant).orElse(""));
    out.line("  then: " + decision(then));
    if (!then.message().isEmpty()) {
      out.line("          " + then.message());
    }
    call.now()
        .ifPresent(
            now -> {
              String[] lines = now.toString().stripTrailing().split("\n", 2);
              out.line("  now:  " + lines[0]);
              if (lines.length > 1) {
                out.lines("        ", lines[1]);
              }
            });
  }

  private static String decision(Decided then) {
    return then.effect()
        + then.code().map(code -> " " + code + " " + then.rule()).orElse("")
        + then.shadow()
            .map(shadow -> " (in shadow: " + shadow.code() + " " + shadow.rule() + ")")
            .orElse("");
  }
}
