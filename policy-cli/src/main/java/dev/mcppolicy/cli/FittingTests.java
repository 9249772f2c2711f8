package dev.mcppolicy.cli;

import dev.mcppolicy.testing.PolicyTestFile;
import dev.mcppolicy.testing.TestResult;
import dev.mcppolicy.tools.PolicyDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Leaves out tests that what a person wrote into a policy makes untrue: a limit for all tools. */
final class FittingTests {

  private FittingTests() {}

  static PolicyDraft of(PolicyDraft draft) {
    if (draft.tests().isEmpty()) {
      return draft;
    }
    List<TestResult> results = run(draft);
    List<String> fitting = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).passed()) {
        fitting.add(draft.tests().get(i));
      }
    }
    return new PolicyDraft(draft.policy(), fitting, draft.listed(), draft.hidden(), draft.notes());
  }

  private static List<TestResult> run(PolicyDraft draft) {
    try {
      Path folder = Files.createTempDirectory("policy");
      Path policy = folder.resolve("policy.json");
      Path tests = folder.resolve("policy.policy-tests.json");
      try {
        Files.writeString(policy, draft.policy());
        Files.writeString(tests, draft.testFile("policy.json"));
        return PolicyTestFile.read(tests).run().tests();
      } finally {
        Files.deleteIfExists(policy);
        Files.deleteIfExists(tests);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
