package dev.mcppolicy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands. */
@Command(
    name = "policy",
    usageHelpWidth = 100,
    versionProvider = Commands.Version.class,
    description = "Checks, tests and explains policies for the tool calls of AI agents.",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  policy check payments.json",
      "  policy test policies/",
      "  policy explain payments.json --tool refund --args '{\"amount\": 5}'",
      "",
      "Each command has a --help of its own, with examples.",
      "Exit codes: 0 fine, 1 findings, 2 wrong usage or unreadable."
    })
final class Commands implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // asked for before the command is called
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Say which version this is.")
  @SuppressWarnings("UnusedVariable") // asked for before the command is called
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Commands() {}

  /** Returns the command line. */
  static CommandLine of(Output out, Output err) {
    CommandLine all = new CommandLine(new Commands());
    all.addSubcommand(new CheckCommand(out));
    all.addSubcommand(new TestCommand(out));
    all.addSubcommand(new ExplainCommand(out));
    all.addSubcommand(new LintCommand(out));
    all.addSubcommand(new DiffCommand(out));
    all.addSubcommand(new ReplayCommand(out));
    all.addSubcommand(new ImportCommand(out, err));
    all.addSubcommand(new ToolsCommand(out, err));
    all.addSubcommand(new ScaffoldCommand(out, err));
    all.addSubcommand(new LockCommand(out, err));
    all.addSubcommand(AuditCommand.of(out));
    all.addSubcommand(new SchemaCommand(out));
    all.addSubcommand(new CompletionCommand(out, all));
    return all;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), CliMessages.noCommand());
  }

  /** Says which version this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {CliMessages.version(version == null ? "unpackaged" : version)};
    }
  }
}
