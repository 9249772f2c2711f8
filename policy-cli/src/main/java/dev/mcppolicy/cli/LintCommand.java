package dev.mcppolicy.cli;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.analysis.InvalidInputException;
import dev.mcppolicy.analysis.Lint;
import dev.mcppolicy.analysis.LintFinding;
import dev.mcppolicy.analysis.LintReport;
import dev.mcppolicy.analysis.Silences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what is suspicious in policies that load. */
@Command(
    name = "lint",
    description = {
      "Prints what loads but is suspicious, with its place and the id of the rule.",
      "What stands in NAME.lint.json beside NAME.json, with a reason, is left out."
    },
    footer = {
      "  policy lint payments.json",
      "  policy lint --silences accepted.lint.json policies/*.json",
      "",
      "Text:  FILE:LINE:COLUMN POINTER: SENTENCE [ID]",
      "JSON:  [{\"file\", \"pointer\", \"line\", \"column\", \"id\", \"message\", \"docs\"}]",
      "Exit:  0 nothing suspicious, 1 findings, 2 a file can't be read or a policy doesn't load."
    })
final class LintCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policies.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--silences",
      paramLabel = "FILE",
      description = "What to leave out, instead of what stands beside each policy.")
  private @Nullable String silences;

  LintCommand(Output out) {
    super(out);
  }

  /**
   * A finding, and in which file.
   *
   * @param file a policy, or a document of silences of which one silences nothing
   */
  private record Found(Path file, LintFinding finding) {

    Problem problem() {
      return new Problem(
          file.toString(),
          finding.pointer(),
          finding.line(),
          finding.column(),
          finding.message() + " [" + finding.id() + "]");
    }

    Json toJson() {
      return Json.object()
          .put("file", file.toString())
          .put("pointer", finding.pointer())
          .put("line", finding.line())
          .put("column", finding.column())
          .put("id", finding.id())
          .put("message", finding.message())
          .put("docs", finding.docs());
    }
  }

  @Override
  public Integer call() {
    List<Path> paths = files.stream().map(Subcommand::path).toList();
    List<Path> policies = paths.stream().filter(path -> !Checked.isOfSilences(path)).toList();
    paths.stream().filter(Checked::isOfSilences).forEach(LintCommand::load);
    Silences given = silences == null ? null : load(path(silences));
    List<Found> found = new ArrayList<>();
    int silenced = 0;
    for (Path file : policies) {
      Path beside = silences == null ? beside(file) : path(silences);
      LintReport report = lint(file, given == null ? ifThere(beside) : given);
      report.findings().forEach(one -> found.add(new Found(file, one)));
      if (given == null || policies.size() == 1) {
        report.unusedSilences().forEach(one -> found.add(new Found(beside, one)));
      }
      silenced += report.silenced().size();
    }
    print(found, policies.size(), silenced);
    return found.isEmpty() ? Exit.FINE : Exit.FINDINGS;
  }

  private void print(List<Found> found, int policies, int silenced) {
    if (asJson()) {
      out.document(Json.print(found.stream().map(Found::toJson).toList()));
      return;
    }
    TreeSet<String> pages = new TreeSet<>();
    for (Found one : found) {
      one.problem().printTo(out);
      pages.add(one.finding().docs());
    }
    if (found.isEmpty()) {
      out.print(Style.GOOD, CliMessages.nothingSuspicious(policies, silenced)).newLine();
    } else {
      out.print(Style.FAINT, CliMessages.see(pages)).newLine();
    }
  }

  private static LintReport lint(Path file, Silences silences) {
    try {
      return Lint.check(file, silences);
    } catch (InvalidPolicyException e) {
      throw new UnusableException(CliMessages.doesNotLoad(file, Problem.of(file, e.problems())));
    }
  }

  private static Silences ifThere(Path file) {
    return Files.exists(file) ? load(file) : Silences.none();
  }

  private static Silences load(Path file) {
    try {
      return Silences.load(file);
    } catch (InvalidInputException e) {
      throw new UnusableException(CliMessages.doesNotLoad(file, Problem.of(file, e.problems())));
    }
  }

  /** Returns where the silences of a policy stand if there are any. */
  private static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    return file.resolveSibling(stem + Checked.SILENCES);
  }
}
