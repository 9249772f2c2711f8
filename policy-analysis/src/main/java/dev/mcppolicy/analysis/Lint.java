package dev.mcppolicy.analysis;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.model.PolicyModel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds what loads but is suspicious: rules that can't do what their author surely meant. */
public final class Lint {

  private Lint() {}

  /**
   * Looks at a policy.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   */
  public static LintReport check(String json) {
    return check(json, Silences.none());
  }

  /**
   * Looks at a policy, but for what is silenced.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   */
  public static LintReport check(String json, Silences silences) {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(silences, "silences");
    Findings problems = new Findings();
    Node document = JsonReader.read(json, problems, JsonReader.Numbers.BOUNDED);
    return check(document, problems, "policy", silences);
  }

  /**
   * Looks at the policy of a file.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static LintReport check(Path file) {
    return check(file, Silences.none());
  }

  /**
   * Looks at the policy of a file, but for what is silenced.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static LintReport check(Path file, Silences silences) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(silences, "silences");
    Findings problems = new Findings();
    byte[] bytes = Documents.bytes(file);
    Node document = JsonReader.read(bytes, problems, JsonReader.Numbers.BOUNDED);
    return check(document, problems, file.toString(), silences);
  }

  private static LintReport check(
      @Nullable Node document, Findings problems, String source, Silences silences) {
    PolicyModel model = document == null ? null : PolicyReader.read(document, problems);
    if (document == null || model == null || !problems.isEmpty()) {
      throw new InvalidPolicyException(source, problems.inOrder());
    }
    return silences.apply(Suspicions.of(document, model));
  }
}
