package dev.mcppolicy.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have in common. */
@Command(
    sortOptions = false,
    usageHelpWidth = 100,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footerHeading = "%nExamples:%n")
abstract class Subcommand implements Callable<Integer> {

  final Output out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to print: ${COMPLETION-CANDIDATES}; text unless given.")
  private Format format = Format.TEXT;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // asked for before the command is called
  private boolean help;

  Subcommand(Output out) {
    this.out = out;
  }

  /** Says whether to print JSON. */
  boolean asJson() {
    return format == Format.JSON;
  }

  /** Returns the path that somebody wrote. */
  static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new UnusableException(CliMessages.noPath(text));
    }
    throw new UnusableException(CliMessages.noPath(text));
  }
}
