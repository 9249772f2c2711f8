package dev.mcppolicy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the problems that keep policies, and files of policy tests, from being read. */
@Command(
    name = "check",
    description = {
      "Says whether policies load, and prints every problem with its place.",
      "A *.policy-tests.json is read as a file of tests, which are not run; a *.lint.json as what",
      "lint leaves out."
    },
    footer = {
      "  policy check payments.json",
      "  policy check --format json policies/*.json",
      "",
      "Text:  FILE:LINE:COLUMN POINTER: SENTENCE",
      "JSON:  [{\"file\", \"pointer\", \"line\", \"column\", \"message\"}]",
      "Exit:  0 no problems, 1 problems, 2 a file can't be read."
    })
final class CheckCommand extends Subcommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Policies, files of tests, or silences of lint.")
  private List<String> files = new ArrayList<>();

  CheckCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    List<Path> paths = files.stream().map(Subcommand::path).toList();
    List<Problem> problems = new ArrayList<>();
    int exit = Exit.FINE;
    for (Path path : paths) {
      Checked checked = Checked.file(path);
      problems.addAll(checked.problems());
      exit = Math.max(exit, checked.exit());
    }
    if (asJson()) {
      out.document(Json.print(problems.stream().map(Problem::toJson).toList()));
    } else {
      problems.forEach(problem -> problem.printTo(out));
      if (problems.isEmpty()) {
        out.print(Style.GOOD, CliMessages.noProblems(paths.size())).newLine();
      }
    }
    return exit;
  }
}
