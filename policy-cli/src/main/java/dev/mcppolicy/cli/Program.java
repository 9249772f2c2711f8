package dev.mcppolicy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command from its arguments to its exit code. */
final class Program {

  /** What stands for a character that the encoding of the platform doesn't have. */
  private static final char UNREADABLE = '\uFFFD';

  private final Output out;
  private final Output err;

  private Program(Terminal terminal) {
    this.out = new Output(terminal.out(), terminal.charset(), terminal.coloured());
    this.err = new Output(terminal.err(), terminal.charset(), terminal.coloured());
  }

  /** Runs a command, and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    return new Program(terminal).run(args);
  }

  private int run(String... args) {
    int exit;
    try {
      exit = areReadable(args) ? commandLine().execute(args) : Exit.UNUSABLE;
    } catch (Throwable e) { // an exit code of the platform's own would mean findings
      exit = defect(e);
    }
    Optional<IOException> failure = out.finish();
    if (failure.isPresent()) {
      err.line(CliMessages.failed(CliMessages.cantPrint(failure.get())));
      exit = Exit.UNUSABLE;
    }
    return err.finish().isPresent() ? Exit.UNUSABLE : exit;
  }

  /** Says whether every argument came as it was written; otherwise another would be judged. */
  private boolean areReadable(String... args) {
    for (String arg : args) {
      if (arg.indexOf(UNREADABLE) >= 0) {
        err.line(CliMessages.failed(CliMessages.notInThisEncoding(arg)));
        return false;
      }
    }
    return true;
  }

  /** Returns the commands, with all that picocli would do of its own accord turned off. */
  private CommandLine commandLine() {
    return Commands.of(out, err)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out.writer())
        .setErr(err.writer())
        .setColorScheme(Help.defaultColorScheme(out.isColoured() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> misused(e))
        .setExecutionExceptionHandler((e, command, result) -> failed(e));
  }

  private int misused(ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    err.line(CliMessages.failed(String.valueOf(e.getMessage())));
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      err.line(CliMessages.suggestion(unmatched.getSuggestions().get(0)));
    }
    err.line(CliMessages.askForHelp(name));
    return Exit.UNUSABLE;
  }

  private int failed(Exception e) {
    if (e instanceof UnusableException unusable) {
      err.lines("", CliMessages.failed(unusable.sentence()));
    } else if (e instanceof UncheckedIOException unreadable) {
      err.line(CliMessages.failed(CliMessages.unreadable(unreadable)));
    } else {
      return defect(e);
    }
    return Exit.UNUSABLE;
  }

  private int defect(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    err.line(CliMessages.failed(CliMessages.defect()));
    err.lines("", trace.toString());
    return Exit.UNUSABLE;
  }
}
