package dev.mcppolicy.cli;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.InvalidInputException;
import dev.mcppolicy.analysis.Silences;
import dev.mcppolicy.testing.PolicyTestFile;
import dev.mcppolicy.testing.PolicyTestSuite;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of reading a file.
 *
 * @param problems what is wrong with it
 * @param exit how a command ends that only reads it
 */
record Checked(List<Problem> problems, int exit) {

  private static final Checked FINE = new Checked(List.of(), Exit.FINE);

  /** How the names of documents of silences end. */
  static final String SILENCES = ".lint.json";

  /** Says whether a file holds silences, by its name. */
  static boolean isOfSilences(Path file) {
    return file.toString().endsWith(SILENCES);
  }

  /** Reads a policy, a file of policy tests, or silences, as its name says. */
  static Checked file(Path file) {
    try {
      if (isOfSilences(file)) {
        Silences.load(file);
        return FINE;
      }
      return isOfTests(file) ? tests(file) : policy(file);
    } catch (InvalidPolicyException e) {
      return found(Problem.of(file, e.problems()));
    } catch (InvalidInputException e) {
      return found(Problem.of(file, e.problems()));
    } catch (UncheckedIOException e) {
      String sentence = CliMessages.withoutName(file, CliMessages.unreadable(e));
      return new Checked(List.of(new Problem(file.toString(), "", 0, 0, sentence)), Exit.UNUSABLE);
    }
  }

  private static boolean isOfTests(Path file) {
    return file.toString().endsWith(PolicyTestSuite.SUFFIX)
        && Files.isReadable(file)
        && !Files.isDirectory(file);
  }

  private static Checked tests(Path file) {
    return found(PolicyTestFile.read(file).problems().stream().map(Problem::of).toList());
  }

  private static Checked policy(Path file) {
    Policy.load(file);
    return FINE;
  }

  private static Checked found(List<Problem> problems) {
    return problems.isEmpty() ? FINE : new Checked(problems, Exit.FINDINGS);
  }

  /**
   * Returns the policy of a file that has to load.
   *
   * @throws UnusableException if it doesn't, with every problem
   */
  static Policy load(Path file) {
    try {
      return Policy.load(file);
    } catch (InvalidPolicyException e) {
      throw new UnusableException(CliMessages.doesNotLoad(file, Problem.of(file, e.problems())));
    }
  }
}
