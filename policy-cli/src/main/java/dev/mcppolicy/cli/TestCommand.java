package dev.mcppolicy.cli;

import dev.mcppolicy.testing.JUnitXml;
import dev.mcppolicy.testing.MutationReport;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.SuiteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs policy tests, and prints what failed. */
@Command(
    name = "test",
    description = {
      "Runs policy tests in virtual time; of folders, every *.policy-tests.json in them.",
      "A file that can't be understood counts as one test that failed."
    },
    footer = {
      "  policy test payments.policy-tests.json",
      "  policy test --min-coverage 100 policies/",
      "  policy test --mutation --junit-xml target/policy-tests.xml policies/",
      "",
      "Exit:  0 all passed, 1 a test failed, too little was covered or a mutation survived,",
      "       2 a file or folder can't be read."
    })
final class TestCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Files of tests, or folders.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--coverage",
      description = "Say which rules were never seen to deny, and which never to let pass.")
  private boolean coverage;

  @Option(
      names = "--min-coverage",
      paramLabel = "PERCENT",
      description = "The same, and fail if less was seen.")
  private @Nullable Integer minCoverage;

  @Option(
      names = "--mutation",
      description = "Weaken the policies one change at a time, and fail if no test notices one.")
  private boolean mutation;

  @Option(
      names = "--junit-xml",
      paramLabel = "FILE",
      description = "Write the results as the XML of JUnit reports, too.")
  private @Nullable String junitXml;

  TestCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    List<Path> paths = files.stream().map(Subcommand::path).toList();
    paths.forEach(TestCommand::requireReadable);
    Path report = junitXml == null ? null : path(junitXml);
    if (minCoverage != null && (minCoverage < 0 || minCoverage > 100)) {
      throw new UnusableException(CliMessages.wrongPercentage());
    }
    PolicyTestSuite suite = PolicyTestSuite.read(paths);
    SuiteResult result = suite.run();
    TestReport printed = report(suite, result);
    if (asJson()) {
      out.document(Json.print(printed.toJson()));
    } else {
      printed.printTo(out);
    }
    if (report != null) {
      NewFile.write(report, JUnitXml.of(result));
    }
    return printed.isFine() ? Exit.FINE : Exit.FINDINGS;
  }

  private TestReport report(PolicyTestSuite suite, SuiteResult result) {
    Optional<MutationReport> mutations = mutation ? Optional.of(suite.mutate()) : Optional.empty();
    return new TestReport(
        result, coverage || minCoverage != null, Optional.ofNullable(minCoverage), mutations);
  }

  private static void requireReadable(Path path) {
    if (!Files.exists(path)) {
      throw new UnusableException(CliMessages.notThere(path));
    }
    if (!Files.isReadable(path)) {
      throw new UnusableException(CliMessages.mustNotBeRead(path));
    }
  }
}
