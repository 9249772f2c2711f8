package dev.mcppolicy.cli;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.testing.TestProblem;
import java.nio.file.Path;
import java.util.List;

/**
 * What is wrong with a file, and where.
 *
 * @param line the line, counted from 1; 0 for the file as a whole
 * @param column the column, counted from 1; 0 for the file as a whole
 */
record Problem(String file, String pointer, int line, int column, String message) {

  static Problem of(Path file, PolicyProblem problem) {
    return new Problem(
        file.toString(), problem.pointer(), problem.line(), problem.column(), problem.message());
  }

  static List<Problem> of(Path file, List<PolicyProblem> problems) {
    return problems.stream().map(problem -> of(file, problem)).toList();
  }

  static Problem of(TestProblem problem) {
    return new Problem(
        problem.location().file().toString(),
        problem.pointer(),
        problem.location().line(),
        problem.location().column(),
        problem.message());
  }

  /** Returns where it is, as in {@code file:line:column pointer}. */
  String place() {
    String place = line > 0 ? file + ":" + line + ":" + column : file;
    return pointer.isEmpty() ? place : place + " " + pointer;
  }

  void printTo(Output out) {
    out.print(Style.STRONG, place()).print(": ").line(message);
  }

  Json toJson() {
    return Json.object()
        .put("file", file)
        .put("pointer", pointer)
        .put("line", line)
        .put("column", column)
        .put("message", message);
  }

  /** Returns it in a line. */
  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
