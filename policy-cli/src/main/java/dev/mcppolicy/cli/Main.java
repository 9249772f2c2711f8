package dev.mcppolicy.cli;

/**
 * Runs one command: {@code java -jar policy.jar check payments.json}.
 *
 * <p>Ends with 0 if all is fine, 1 if something was found, and 2 if the command can't be run: by
 * mistake of who wrote it, or because a file can't be read or the result can't be written.
 */
public final class Main {

  private Main() {}

  /** Runs a command, and ends this process. */
  public static void main(String[] args) {
    System.exit(Program.run(Terminal.ofThisProcess(), args));
  }
}
