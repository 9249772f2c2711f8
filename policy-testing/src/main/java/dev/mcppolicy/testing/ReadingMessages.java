package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.text.DocumentMessages;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** What the author of policy tests is told of a file that can't be read. */
final class ReadingMessages {

  private ReadingMessages() {}

  static String isADirectory() {
    return "is a directory; name a file";
  }

  static String cantBeRead(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "can't be read: there is no such file";
    }
    return failure instanceof AccessDeniedException
        ? "can't be read: it must not be read"
        : "can't be read: " + failure.getMessage();
  }

  static String noTestFile() {
    return "there is no *.policy-tests.json in this folder";
  }

  static String noPathGiven() {
    return "name at least one file or folder of policy tests";
  }

  static String notAPolicy(Node found) {
    return DocumentMessages.notA("a policy, or the path of one as a text", found);
  }

  static String policyFile(String path, String why) {
    return "the policy "
        + TestingMessages.quote(path)
        + " "
        + why
        + "; paths are relative to the test file";
  }

  static String noPath(String path) {
    return TestingMessages.quote(path) + " is no path of a file";
  }

  static String noTest() {
    return "a file without a test tests nothing; write one, or remove the file";
  }

  static String noStep() {
    return "a test without a step tests nothing; write one, or remove the test";
  }

  static String noMoment(String text) {
    return "must be a moment in UTC, as in \"2026-03-01T12:00:00Z\", not "
        + TestingMessages.quote(text);
  }

  static String emptyGrant() {
    return "a grant's name is never empty; leave the key out for the default grant";
  }

  static String noKindOfStep() {
    return "a step makes a \"call\", lets time \"advance\", or asks for a \"list\"; this one does"
        + " nothing";
  }

  static String noAdvance() {
    return "must be a duration longer than zero, as in \"PT60S\"";
  }

  static String noWait() {
    return "must be a duration, as in \"PT60S\"; where no waiting helps, leave the key out";
  }

  static String tooLate() {
    return "the clock of a test goes at most 292 years from its start";
  }

  static String answerWithoutApproval() {
    return "\"answer\" goes with \"expect\": \"approval\" only: nobody else is asked";
  }

  static String takenNotToFit() {
    return "the test takes them not to fit.";
  }

  static String unknownChange(String id, Collection<String> known) {
    return "no definition changes like "
        + TestingMessages.quote(id)
        + "; use one of "
        + String.join(", ", known);
  }

  static String unknownCode(String id, List<String> known) {
    return "unknown code "
        + TestingMessages.quote(id)
        + "; the codes are "
        + String.join(", ", known);
  }

  static String noRepeat(int most) {
    return "must be a whole number from 1 to " + most;
  }

  static String notAnObject(Node found) {
    return DocumentMessages.notA("an object", found);
  }

  static String failedRead(Path file, List<TestProblem> problems) {
    StringBuilder out = new StringBuilder();
    out.append(file).append(": ").append(problems.size());
    out.append(problems.size() == 1 ? " problem" : " problems");
    problems.forEach(problem -> out.append('\n').append(problem));
    return out.toString();
  }
}
