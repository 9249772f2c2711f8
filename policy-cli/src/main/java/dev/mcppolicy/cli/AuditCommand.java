package dev.mcppolicy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with audit logs. */
@Command(
    name = "audit",
    usageHelpWidth = 100,
    description = "Reads the audit logs of hosts.",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n")
final class AuditCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // asked for before the command is called
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private AuditCommand() {}

  /** Returns the command, with those below it. */
  static CommandLine of(Output out) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new AuditVerifyCommand(out))
        .addSubcommand(new AuditReportCommand(out))
        .addSubcommand(new AuditKeygenCommand(out));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), CliMessages.noCommand());
  }
}
