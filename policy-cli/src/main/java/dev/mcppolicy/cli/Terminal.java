package dev.mcppolicy.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command prints.
 *
 * @param out takes the result
 * @param err takes why there is none
 * @param charset what both are written in
 * @param coloured whether both are a terminal that shows colours
 */
record Terminal(OutputStream out, OutputStream err, Charset charset, boolean coloured) {

  /** Returns where this process prints: UTF-8, but to a terminal what that understands. */
  static Terminal ofThisProcess() {
    Optional<Console> console = console();
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        console.map(Console::charset).orElse(StandardCharsets.UTF_8),
        console.isPresent() && Ansi.AUTO.enabled() && wantsColour(System.getenv()));
  }

  /** Says whether an environment doesn't refuse colours. */
  static boolean wantsColour(Map<String, String> environment) {
    return !environment.containsKey("NO_COLOR")
        && !"dumb".equals(environment.getOrDefault("TERM", ""));
  }

  /** Returns the console, if it is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it has a method that tells
  private static Optional<Console> console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? Optional.of(console) : Optional.empty();
  }

  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
