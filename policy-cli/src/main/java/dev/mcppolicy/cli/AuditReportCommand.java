package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditKeys;
import dev.mcppolicy.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sums up an audit log. */
@Command(
    name = "report",
    description = {
      "Says what an audit log tells: what was called, denied and nearly denied, by tool, server,",
      "grant, policy and reason, and how the calls ended. Name all files of the log, in any order.",
      "Verifies the log as well, and says first whether it is to be trusted.",
      "Nearly denied is what was allowed only because a rule was in shadow mode."
    },
    footer = {
      "  policy audit report audit*.jsonl",
      "  policy audit report --html report.html --key audit.pub.pem audit.jsonl",
      "",
      "Text:  tables, with numbers before names",
      "JSON:  all that the text says, and more; see the page on the audit report",
      "Page:  one file that loads nothing, to be opened in a browser",
      "Exit:  0 reported, 1 reported, but the log was changed or has gaps, 2 a file can't be read."
    })
final class AuditReportCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "All files of one log.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The public key of the one who signs, in PEM; checks the signatures.")
  private @Nullable String key;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as a page into a file, instead of printing it.")
  private @Nullable String html;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many rows of each table to print as text; 20 unless given.")
  private int top = 20;

  AuditReportCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    if (top < 1) {
      throw new UnusableException(ReportMessages.wrongTop());
    }
    AuditReport report = read(files.stream().map(AuditVerifyCommand::readable).toList());
    boolean keyed = key != null;
    if (html != null) {
      NewFile.write(path(html), ReportPage.of(report, keyed));
    } else if (asJson()) {
      out.document(Json.print(ReportJson.of(report, keyed)));
    } else {
      new ReportText(out, top).print(report, keyed);
    }
    return report.isWhole() ? Exit.FINE : Exit.FINDINGS;
  }

  private AuditReport read(List<Path> paths) {
    try {
      return key == null
          ? AuditReport.read(paths)
          : AuditReport.read(paths, AuditKeys.readPublic(AuditVerifyCommand.readable(key)));
    } catch (IOException e) {
      throw new UnusableException(String.valueOf(e.getMessage()));
    }
  }
}
