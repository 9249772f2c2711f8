package dev.mcppolicy.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What became of a command that ran in this process. */
record Run(int exit, String out, String err) {

  static Run of(String... args) {
    return of(false, args);
  }

  static Run inColour(String... args) {
    return of(true, args);
  }

  private static Run of(boolean coloured, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Program.run(new Terminal(out, err, StandardCharsets.UTF_8, coloured), args);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
